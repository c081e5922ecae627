//! From the graph of stages to boxes and arrows.

use super::flow;
use super::{Drawing, Edge, EdgeKind, Node, NodeKind, Role};
use crate::visible;
use distroless_core::graph::{
    BaseTarget, CopyStep, DependencyKind, MountStep, Operand, Origin, Stage, StageGraph, StepKind,
};
use distroless_core::order::{self, ByName};
use dockerfile_syntax::Dockerfile;

/// How many lines of paths an arrow has.
const LINES: usize = 3;

pub(super) fn drawing(path: &str, file: &Dockerfile<'_>, graph: &StageGraph) -> Drawing {
    let mut collector = Collector::new(file.source, graph);
    for stage in &graph.stages {
        collector.base(stage);
        for step in &stage.steps {
            match &step.kind {
                StepKind::Copy(copy) => collector.copy(stage, copy),
                StepKind::Run(run) => {
                    for mount in &run.mounts {
                        collector.mount(stage, mount, run.workdir.as_deref());
                    }
                }
                StepKind::Workdir(_) | StepKind::Other | StepKind::Opaque => {}
            }
        }
    }
    Drawing {
        title: flow::name(path),
        nodes: collector.nodes,
        edges: collector.edges,
    }
}

struct Collector<'f> {
    source: &'f str,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// The places of what is not a stage in `nodes`.
    outside: ByName<usize>,
    /// The places of arrows in `edges`.
    drawn: ByName<usize>,
    /// Whether a stage's layers are part of the primary target.
    layers: Vec<bool>,
}

impl<'f> Collector<'f> {
    fn new(source: &'f str, graph: &StageGraph) -> Self {
        let layers = layers(graph);
        let targets = order::set(graph.targets.iter().copied());
        let nodes = graph
            .stages
            .iter()
            .map(|stage| Node {
                kind: NodeKind::Stage,
                title: match &stage.name {
                    Some((name, _)) => flow::name(name),
                    None => format!("stage {}", stage.index),
                },
                detail: match &stage.base.target {
                    BaseTarget::Stage(_) => None,
                    BaseTarget::Scratch | BaseTarget::Image(_) | BaseTarget::Unknown => {
                        let base = stage.base.expanded.as_deref();
                        Some(flow::image(base.unwrap_or(&stage.base.written)))
                    }
                },
                role: if graph.targets.first() == Some(&stage.index) {
                    Role::Shipped
                } else if layers.get(stage.index) == Some(&true) {
                    Role::Layers
                } else if targets.contains(&stage.index) {
                    Role::Target
                } else if stage.reachable {
                    Role::Needed
                } else {
                    Role::Unreached
                },
            })
            .collect();
        Self {
            source,
            nodes,
            edges: Vec::new(),
            outside: ByName::default(),
            drawn: ByName::default(),
            layers,
        }
    }

    fn base(&mut self, stage: &Stage) {
        let base = stage
            .dependencies
            .iter()
            .find(|used| used.kind == DependencyKind::Base);
        if let Some(base) = base {
            self.flow(base.stage, stage, EdgeKind::Base, None);
        }
    }

    fn copy(&mut self, stage: &Stage, copy: &CopyStep) {
        let source = self.source;
        let sources = copy.sources.iter().map(|word| flow::text(word, source));
        if let Some(from) = self.origin(&copy.origin, copy.from.as_ref()) {
            let line = flow::copied(copy, sources, source);
            self.flow(from, stage, EdgeKind::Copy, line);
            return;
        }
        let mut local = Vec::new();
        for word in sources {
            match flow::remote(word).filter(|_| copy.add) {
                Some((host, path)) => {
                    let from = self.outside(NodeKind::Remote, &flow::name(host), Some("remote"));
                    let line = flow::copied(copy, [path], source);
                    self.flow(from, stage, EdgeKind::Copy, line);
                }
                None => local.push(word),
            }
        }
        if !local.is_empty() {
            let from = self.context();
            let line = flow::copied(copy, local, source);
            self.flow(from, stage, EdgeKind::Copy, line);
        }
    }

    fn mount(&mut self, stage: &Stage, mount: &MountStep, workdir: Option<&str>) {
        let is_bind = mount.kind == "bind";
        // A cache without `from` begins empty, and secrets and sockets are no files of the build.
        if !is_bind && (mount.kind != "cache" || mount.from.is_none()) {
            return;
        }
        let from = match self.origin(&mount.origin, mount.from.as_ref()) {
            Some(from) => from,
            None if is_bind => self.context(),
            None => return,
        };
        let line = flow::mounted(mount, workdir);
        self.flow(from, stage, EdgeKind::Mount, Some(line));
    }

    /// The box of an origin that is named; `None` for the build context.
    fn origin(&mut self, origin: &Origin, from: Option<&Operand>) -> Option<usize> {
        if let Origin::Stage(index) = origin {
            return Some(*index);
        }
        let from = flow::image(flow::text(from?, self.source));
        let detail = match origin {
            Origin::Image(_) => "image",
            Origin::Stage(_) | Origin::Context | Origin::Unknown => "not known",
        };
        Some(self.outside(NodeKind::Image, &from, Some(detail)))
    }

    fn context(&mut self) -> usize {
        self.outside(NodeKind::Context, "build context", None)
    }

    /// The box of something that is not a stage.
    fn outside(&mut self, kind: NodeKind, title: &str, detail: Option<&str>) -> usize {
        let key = format!("{} {title}", kind as u8);
        if let Some(at) = self.outside.get(&key) {
            return *at;
        }
        let at = self.nodes.len();
        self.outside.insert(&key, at);
        self.nodes.push(Node {
            kind,
            title: title.to_owned(),
            detail: detail.map(str::to_owned),
            // Raised by the first stage that is needed.
            role: Role::Unreached,
        });
        at
    }

    /// Draws an arrow, or adds to the one that is there.
    fn flow(&mut self, from: usize, stage: &Stage, kind: EdgeKind, line: Option<String>) {
        let in_layers = |index| self.layers.get(index) == Some(&true);
        let ships = in_layers(stage.index) && kind != EdgeKind::Mount;
        if let Some(node) = self.nodes.get_mut(from)
            && node.kind != NodeKind::Stage
            && stage.reachable
        {
            node.role = Role::Needed;
        }
        let key = format!("{from} {} {}", stage.index, kind as u8);
        let at = match self.drawn.get(&key) {
            Some(at) => *at,
            None => self.edges.len(),
        };
        if at == self.edges.len() {
            self.drawn.insert(&key, at);
            self.edges.push(Edge {
                from,
                to: stage.index,
                kind,
                lines: Vec::new(),
                more: 0,
                ships,
                unreached: !stage.reachable,
            });
        }
        if let (Some(edge), Some(line)) = (self.edges.get_mut(at), line)
            && !edge.lines.contains(&line)
        {
            if edge.lines.len() < LINES {
                edge.lines.push(visible::one_line(&line).into_owned());
            } else {
                edge.more += 1;
            }
        }
    }
}

/// For each stage, whether the primary target is it or is built on it.
fn layers(graph: &StageGraph) -> Vec<bool> {
    let mut layers = vec![false; graph.stages.len()];
    let mut next = graph.targets.first().copied();
    while let Some(index) = next {
        let (Some(seen), Some(stage)) = (layers.get_mut(index), graph.stages.get(index)) else {
            break;
        };
        // A circle, however it came about, ends where it began.
        if std::mem::replace(seen, true) {
            break;
        }
        next = match stage.base.target {
            BaseTarget::Stage(base) => Some(base),
            BaseTarget::Scratch | BaseTarget::Image(_) | BaseTarget::Unknown => None,
        };
    }
    layers
}
