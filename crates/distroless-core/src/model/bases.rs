//! What is known of images from outside.

use crate::config::Config;
use crate::graph::{BaseConfig, BaseConfigs, BaseTarget};
use crate::image::Base;
use crate::order::ByName;
use dockerfile_syntax::image_ref::Reference;
use image_knowledge::{ImageFacts, ImageName, lookup};
use std::cell::RefCell;
use std::rc::Rc;

/// What is known of images from outside; each reference is looked up once.
#[derive(Debug)]
pub(super) struct Bases<'a> {
    config: &'a Config,
    seen: RefCell<ByName<Rc<Base>>>,
}

impl<'a> Bases<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        Self {
            config,
            seen: RefCell::default(),
        }
    }

    pub(super) fn of(&self, target: &BaseTarget) -> Rc<Base> {
        match target {
            BaseTarget::Image(image) => self.image(image),
            BaseTarget::Scratch => Rc::new(Base::new(Some(ImageFacts::scratch()), None)),
            BaseTarget::Stage(_) | BaseTarget::Unknown => Rc::new(Base::new(None, None)),
        }
    }

    /// What is known of a base that is named by a variable for the processor: its images differ in
    /// nothing that is asked here.
    pub(super) fn for_any_processor(&self, written: &str) -> Option<Rc<Base>> {
        let mut name = written.to_owned();
        for variable in ["${TARGETARCH}", "$TARGETARCH", "${ARCH}", "$ARCH"] {
            name = name.replace(variable, "amd64");
        }
        let image = (!name.contains('$')).then(|| Reference::parse(&name).ok())??;
        let base = self.image(&image);
        base.is_known().then_some(base)
    }

    pub(super) fn image(&self, image: &Reference) -> Rc<Base> {
        let key = image.to_string();
        if let Some(base) = self.seen.borrow().get(&key) {
            return Rc::clone(base);
        }
        let declared = self.config.images.iter().find(|declared| {
            Reference::parse(&declared.name).is_ok_and(|name| {
                name.registry() == image.registry()
                    && name.repository() == image.repository()
                    && (name.tag().is_none() || name.tag() == image.tag())
            })
        });
        let base = match declared {
            Some(declared) => Rc::new(Base::new(facts(image), Some(declared.clone()))),
            None => public(&key, image),
        };
        self.seen.borrow_mut().insert(&key, Rc::clone(&base));
        base
    }
}

thread_local! {
    /// Public images that the files before were built on. What is known of them never changes, and the files of
    /// one repository share them.
    static PUBLIC: RefCell<ByName<Rc<Base>>> = RefCell::default();
}

/// How many images are remembered from file to file.
const REMEMBERED: usize = 64;

/// What is known of a public image, named `key`.
fn public(key: &str, image: &Reference) -> Rc<Base> {
    PUBLIC.with_borrow_mut(|known| {
        if let Some(base) = known.get(key) {
            return Rc::clone(base);
        }
        let base = Rc::new(Base::new(facts(image), None));
        if base.is_known() {
            if known.len() == REMEMBERED {
                *known = ByName::default();
            }
            known.insert(key, Rc::clone(&base));
        }
        base
    })
}

fn facts(image: &Reference) -> Option<ImageFacts> {
    lookup(&ImageName {
        registry: image.registry(),
        repository: image.repository(),
        tag: image.tag(),
        digest: image.digest(),
    })
}

impl BaseConfigs for Bases<'_> {
    fn config(&self, image: &Reference) -> Option<BaseConfig> {
        let base = self.image(image);
        if !base.is_known() {
            return None;
        }
        let (env, env_complete) = base.env();
        Some(BaseConfig {
            env: env
                .into_iter()
                .map(|(name, value)| (name, value.known()))
                .collect(),
            env_complete,
            user: base.user().known(),
            workdir: base.workdir().known(),
            entrypoint: base.entrypoint().known(),
            cmd: base.cmd().known(),
            healthcheck: base.facts().and_then(|facts| facts.healthcheck.known()),
            // No image of the data has triggers but the `onbuild` variants, which are not in it.
            no_triggers: true,
        })
    }
}
