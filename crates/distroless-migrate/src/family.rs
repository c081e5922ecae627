//! Which makers' images a file is migrated to.

/// A family of final images.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// The best there is: Google's distroless images, else the language's own slim image.
    #[default]
    Best,
    /// Google's distroless images only.
    Google,
    /// Chainguard's images only.
    Chainguard,
    /// The empty image, for programs that need nothing.
    Scratch,
    /// The slim image of the language or the system, with a shell.
    Slim,
}

impl Family {
    /// Those that can be asked for by name.
    pub const NAMED: [Self; 4] = [Self::Google, Self::Chainguard, Self::Scratch, Self::Slim];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Google => "google",
            Self::Chainguard => "chainguard",
            Self::Scratch => "scratch",
            Self::Slim => "slim",
        }
    }
}
