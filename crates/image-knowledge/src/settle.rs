//! From layers of the tables to facts.

use crate::eol;
use crate::facts::ImageFacts;
use crate::known::Known;
use crate::layer::{Layer, RuntimeRow};
use crate::tables::OsRow;
use crate::types::{
    Account, EnvVar, Family, Libc, LibcKind, Maintained, Os, Purpose, Runtime, RuntimeKind, Text,
    User, Variant,
};
use std::borrow::Cow;

impl ImageFacts {
    /// Fills the facts from the applied layers, which stand in the order of their right to speak.
    pub(crate) fn settle(&mut self, os: Option<&'static OsRow>) {
        let layers: Vec<&'static Layer> =
            self.applied.iter().map(|applied| applied.layer).collect();
        let layers = layers.as_slice();
        if let Some(os) = os {
            self.os = Known::Known(Some(Os {
                id: os.id,
                release: os.release.into(),
                codename: match os.codename {
                    Some("") => Known::Known(None),
                    Some(name) => Known::Known(Some(name)),
                    None => Known::Unknown,
                },
                provenance: os.provenance,
            }));
        }
        self.merged_usr =
            first(layers, Layer::merged_usr).or_else(|| os.and_then(|os| os.merged_usr));
        self.libc = libc(layers, os);
        self.purpose = first(layers, Layer::purpose).into();
        self.shells = first(layers, Layer::shells).into();
        self.package_manager = Known::from(first(layers, Layer::package_manager))
            .map(|name| Some(name).filter(|name| !name.is_empty()));
        self.workdir = first(layers, Layer::workdir).into();
        self.healthcheck = first(layers, Layer::healthcheck).into();
        self.entrypoint = command(first(layers, Layer::entrypoint));
        self.cmd = command(first(layers, Layer::cmd));
        self.user = user(layers);
        self.env = self.environment(layers);
        self.runtimes = self.runtimes_of(layers);
        self.accounts = accounts(layers);
        self.closed = layers.iter().any(|layer| layer.closed());
        let is_nonroot = match &self.user {
            Known::Known(user) => user.uid.map(|uid| uid != 0),
            Known::Unknown => Known::Unknown,
        };
        self.variant = Variant {
            is_debug: match self.purpose {
                Known::Known(purpose) => Known::Known(purpose == Purpose::Debug),
                Known::Unknown => Known::Unknown,
            },
            is_dev: first(layers, Layer::dev).into(),
            is_nonroot,
        };
    }

    fn environment(&self, layers: &[&'static Layer]) -> Vec<EnvVar> {
        let mut env: Vec<EnvVar> = Vec::new();
        for (name, template) in layers.iter().flat_map(|layer| layer.env()) {
            if let Err(at) = env.binary_search_by_key(name, |var| var.name) {
                let value = self.text(template);
                env.insert(at, EnvVar { name, value });
            }
        }
        env
    }

    fn runtimes_of(&self, layers: &[&'static Layer]) -> Vec<Runtime> {
        let mut runtimes: Vec<Runtime> = Vec::new();
        for row in layers.iter().flat_map(|layer| layer.runtimes()) {
            if runtimes.iter().all(|known| known.kind != row.kind) {
                runtimes.push(self.runtime_of(row));
            }
        }
        runtimes
    }

    fn runtime_of(&self, row: &'static RuntimeRow) -> Runtime {
        let dirs = row.package_dirs.iter();
        Runtime {
            kind: row.kind,
            version: self.text(row.version),
            executable: self.text(row.executable),
            package_dirs: dirs.filter_map(|dir| self.text(dir).known()).collect(),
        }
    }

    /// A text of the tables with its places filled; an empty one is not known.
    fn text(&self, template: &'static str) -> Known<Text> {
        if template.is_empty() {
            Known::Unknown
        } else if template.contains('{') {
            Known::from(self.versions.fill(template)).map(Cow::Owned)
        } else {
            Known::Known(Cow::Borrowed(template))
        }
    }

    /// Adds what is maintained until when: the program or runtime, and the operating system.
    pub(crate) fn add_ends_of_life(&mut self, product: &'static str, os: Option<&'static OsRow>) {
        let subject = match self.purpose {
            Known::Known(Purpose::Service) => Maintained::Service,
            _ => Maintained::Runtime,
        };
        if let Some(version) = self.versions.version.as_deref()
            && !product.is_empty()
        {
            self.end_of_life.extend(eol::of(product, version, subject));
        } else {
            // Each publisher of a JDK maintains releases for as long as it says itself.
            let foreign =
                |kind: RuntimeKind| kind == RuntimeKind::Java && self.family == Family::Other;
            for runtime in self.runtimes.iter().filter(|it| !foreign(it.kind)) {
                if let (Some(product), Known::Known(version)) =
                    (eol::product(runtime.kind), &runtime.version)
                    && let Some(end) = eol::of(product, version, Maintained::Runtime)
                    && self.end_of_life.iter().all(|known| *known != end)
                {
                    self.end_of_life.push(end);
                }
            }
        }
        if let Some((product, cycle)) = os.and_then(|os| os.eol) {
            self.end_of_life
                .extend(eol::of(product, cycle, Maintained::Os));
        }
    }
}

/// What the first layer that speaks says.
pub(crate) fn first<T>(
    layers: &[&'static Layer],
    field: impl Fn(&'static Layer) -> Option<T>,
) -> Option<T> {
    layers.iter().copied().find_map(field)
}

fn libc(layers: &[&'static Layer], os: Option<&'static OsRow>) -> Known<Libc> {
    let speaks = |layer: &'static Layer| layer.libc().map(|kind| (kind, layer.libc_version()));
    let Some((kind, version)) = first(layers, speaks) else {
        return Known::Unknown;
    };
    let version = match kind {
        LibcKind::Glibc | LibcKind::Musl | LibcKind::Uclibc => {
            version.or_else(|| os.and_then(|os| os.libc_version))
        }
        LibcKind::None | LibcKind::Windows => None,
    };
    Known::Known(Libc {
        kind,
        version: version.into(),
    })
}

fn command(row: Option<&'static [&'static str]>) -> Known<Option<Vec<Text>>> {
    Known::from(row).map(|words| {
        let words: Vec<Text> = words.iter().map(|word| Cow::Borrowed(*word)).collect();
        Some(words).filter(|words| !words.is_empty())
    })
}

fn user(layers: &[&'static Layer]) -> Known<User> {
    let speaks = |layer: &'static Layer| layer.user().map(|text| (text, layer.uid()));
    Known::from(first(layers, speaks)).map(|(text, uid)| User {
        text: Cow::Borrowed(text),
        uid: uid.or_else(|| text.parse().ok()).into(),
    })
}

fn accounts(layers: &[&'static Layer]) -> Vec<Account> {
    let mut accounts: Vec<Account> = Vec::new();
    for account in layers.iter().flat_map(|layer| layer.accounts()) {
        if accounts.iter().all(|known| known.name != account.name) {
            accounts.push(*account);
        }
    }
    accounts
}

/// Whether a family's images may be told to be certain: their content was read.
pub(crate) fn is_read(family: Family) -> bool {
    !matches!(
        family,
        Family::Bitnami | Family::DockerHardened | Family::Other
    )
}
