//! What is known of one image.

use crate::contents::Applied;
use crate::date::Date;
use crate::known::Known;
use crate::layer::{Fact, Layer};
use crate::types::{
    Account, Certainty, Confidence, Distroless, EndOfLife, EnvVar, Existence, Family, Libc,
    LibcKind, Os, Provenance, Purpose, Runtime, RuntimeKind, TagMatch, Text, User, Variant,
};
use crate::version::Versions;
use crate::words::Words;
use std::borrow::Cow;

/// What is known of one image.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each named by its field"
)]
pub struct ImageFacts {
    /// The repository after folding mirrors: `docker.io/library/python`.
    pub repository: Text,
    /// Who makes it.
    pub family: Family,
    /// How far these facts may be relied on.
    pub certainty: Certainty,
    /// How the tag was found.
    pub tag_match: TagMatch,
    /// Whether the reference is published.
    pub existence: Existence,
    /// The reference has a digest, so a tag beside it is only a comment.
    pub pinned_by_digest: bool,
    /// Where the facts come from.
    pub provenance: Provenance,
    /// What it is for.
    pub purpose: Known<Purpose>,
    /// What kind of variant it is.
    pub variant: Variant,
    /// The repository's own word for the variant: `slim`, `alpine`, `jre`; `full` and the like
    /// where the tag has none.
    pub variant_name: Option<&'static str>,
    /// Its operating system; `Known(None)` where there is none (`scratch`).
    pub os: Known<Option<Os>>,
    /// Its C library.
    pub libc: Known<Libc>,
    /// The shells in it, by path; known and empty means that there is none.
    pub shells: Known<&'static [&'static str]>,
    /// Its package manager; `Known(None)` where there is none.
    pub package_manager: Known<Option<&'static str>>,
    /// The configured user.
    pub user: Known<User>,
    /// The configured working directory.
    pub workdir: Known<&'static str>,
    /// The environment variables that are known, by name.
    pub env: Vec<EnvVar>,
    /// Whether `env` is all of them.
    pub env_complete: bool,
    /// The configured entrypoint; `Known(None)` where there is none.
    pub entrypoint: Known<Option<Vec<Text>>>,
    /// The configured command; `Known(None)` where there is none.
    pub cmd: Known<Option<Vec<Text>>>,
    /// Whether the image configures a health check.
    pub healthcheck: Known<bool>,
    /// The runtimes that are known to be in it.
    pub runtimes: Vec<Runtime>,
    /// The accounts of `/etc/passwd` that are known.
    pub accounts: Vec<Account>,
    /// Whether there are no other accounts; ask [`ImageFacts::has_account`] for a name.
    pub accounts_complete: bool,
    /// Closed world: everything in the image is known, so what is not listed is absent.
    pub closed: bool,
    /// Whether `/bin`, `/sbin` and `/lib` are links into `/usr`; `None` where it is not known.
    pub merged_usr: Option<bool>,
    /// What is maintained until when: the image name, the runtime, the operating system.
    pub end_of_life: Vec<EndOfLife>,
    /// The repository or image was given up, whatever the tag.
    pub deprecated: bool,
    /// What its makers or the data name in its place, as one writes it.
    pub replacement: Option<String>,
    /// The distroless part, for images of that family.
    pub distroless: Option<Distroless>,
    /// The layers of the tables, the most specific first.
    pub(crate) applied: Vec<Applied>,
    /// The numbers in the tag.
    pub(crate) versions: Versions,
    /// The tag the facts are about, `latest` where the reference has none.
    pub(crate) tag: Option<String>,
    /// What runs the things this image builds, as the table of variants has it.
    pub(crate) runtime_sibling: Option<&'static str>,
}

/// What `scratch` is: nothing.
static SCRATCH: Layer = Layer(&[
    Fact::Purpose(Purpose::Base),
    Fact::Dev(false),
    Fact::Libc(LibcKind::None),
    Fact::Shells(&[]),
    Fact::PackageManager(""),
    Fact::User(""),
    Fact::Uid(0),
    Fact::Workdir("/"),
    Fact::Entrypoint(&[]),
    Fact::Cmd(&[]),
    Fact::Healthcheck(false),
    // Mounted when a container runs.
    Fact::Trees(Words("/dev /proc /sys")),
    Fact::Closed,
    Fact::MergedUsr(false),
]);

impl ImageFacts {
    /// The empty image, `scratch`. The name is reserved: it is not looked up in a registry.
    pub fn scratch() -> Self {
        let provenance = Provenance {
            source: "Dockerfile reference, FROM scratch",
            checked: Date {
                year: 2026,
                month: 11,
                day: 23,
            },
            confidence: Confidence::Verified,
        };
        let mut facts = Self::empty("scratch".to_owned(), Family::Scratch, provenance);
        facts.certainty = Certainty::Certain;
        facts.tag_match = TagMatch::Current;
        facts.existence = Existence::Current;
        facts.os = Known::Known(None);
        facts.applied = vec![Applied::new(&SCRATCH, true)];
        facts.settle(None);
        facts.env_complete = true;
        facts.accounts_complete = true;
        facts
    }

    /// Facts that say nothing yet.
    pub(crate) fn empty(repository: String, family: Family, provenance: Provenance) -> Self {
        Self {
            repository: Cow::Owned(repository),
            family,
            certainty: Certainty::Likely,
            tag_match: TagMatch::Repository,
            existence: Existence::Unknown,
            pinned_by_digest: false,
            provenance,
            purpose: Known::Unknown,
            variant: Variant::default(),
            variant_name: None,
            os: Known::Unknown,
            libc: Known::Unknown,
            shells: Known::Unknown,
            package_manager: Known::Unknown,
            user: Known::Unknown,
            workdir: Known::Unknown,
            env: Vec::new(),
            env_complete: false,
            entrypoint: Known::Unknown,
            cmd: Known::Unknown,
            healthcheck: Known::Unknown,
            runtimes: Vec::new(),
            accounts: Vec::new(),
            accounts_complete: false,
            closed: false,
            merged_usr: None,
            end_of_life: Vec::new(),
            deprecated: false,
            replacement: None,
            distroless: None,
            applied: Vec::new(),
            versions: Versions::default(),
            tag: None,
            runtime_sibling: None,
        }
    }

    /// The runtime of a kind.
    pub fn runtime(&self, kind: RuntimeKind) -> Option<&Runtime> {
        self.runtimes.iter().find(|runtime| runtime.kind == kind)
    }

    /// The value of an environment variable, where it is known.
    pub fn env_value(&self, name: &str) -> Option<&str> {
        let var = self.env.iter().find(|var| var.name == name)?;
        match &var.value {
            Known::Known(value) => Some(value),
            Known::Unknown => None,
        }
    }

    /// Whether it is a .NET image that leaves ICU out and switches .NET to the invariant culture
    /// instead, by `DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true`: the ones for running programs on
    /// Alpine, and the distroless ones, but for their `extra` tags.
    /// Source: dotnet/dotnet-docker README.runtime-deps.md at 3ed00b61, checked 2026-11-23.
    pub fn is_dotnet_without_icu(&self) -> bool {
        let bare = matches!(self.variant_name, Some("alpine" | "chiseled"));
        let runs = ["/aspnet", "/runtime", "/runtime-deps"]
            .iter()
            .any(|name| self.repository.ends_with(name));
        let tag = self.tag.as_deref();
        let extra = tag.is_none_or(|tag| tag.split('-').any(|word| word == "extra"));
        self.family == Family::Dotnet && bare && runs && !extra
    }

    /// About how many KiB the image has when it is unpacked, where a source tells.
    pub fn size(&self) -> Option<u32> {
        let mut layers = self.applied.iter().map(|applied| applied.layer);
        layers.find_map(Layer::size)
    }

    /// Whether the configured user is root.
    pub fn runs_as_root(&self) -> Known<bool> {
        match &self.user {
            Known::Known(user) => user.uid.map(|uid| uid == 0),
            Known::Unknown => Known::Unknown,
        }
    }
}
