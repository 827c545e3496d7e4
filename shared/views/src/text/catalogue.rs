//! Looks a key up in the French or the English catalogue and fills its arguments in.
//! The keys themselves, and what they say, live in `fr.ftl` and `en.ftl`.

use relance_domain::name::LanguageTag;
use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

type Bundle = FluentBundle<FluentResource>;

pub(super) const FRENCH: &str = include_str!("fr.ftl");
pub(super) const ENGLISH: &str = include_str!("en.ftl");

/// Which of the two catalogues a reader gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Of Quebec.
    French,
    /// Of Canada.
    English,
}

/// The words in one language.
#[derive(Clone, Copy)]
pub(crate) struct Catalogue {
    pub(crate) language: Language,
    bundle: &'static Bundle,
}

impl Language {
    /// B17: the base language decides; what is not French reads English.
    #[must_use]
    pub fn of(tag: &LanguageTag) -> Self {
        if tag.base() == "fr" { Self::French } else { Self::English }
    }

    /// The first of a browser's wishes that we can meet, in the order in which it names them; `None` where there is none.
    #[must_use]
    pub fn wished(accepted: &str) -> Option<Self> {
        accepted.split(',').find_map(|wish| {
            let tag = LanguageTag::meant_by(wish)?;
            ["fr", "en"].contains(&tag.base()).then(|| Self::of(&tag))
        })
    }

    /// The language without its region.
    #[must_use]
    pub const fn base(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// For the `lang` attribute: the variety the catalogue is written in.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr-CA",
            Self::English => "en-CA",
        }
    }
}

impl Catalogue {
    /// The catalogue that the reader of a language gets.
    pub(crate) fn read_in(tag: &LanguageTag) -> Self {
        Self::of(Language::of(tag))
    }

    /// The catalogue of a language.
    pub(crate) fn of(language: Language) -> Self {
        static FR: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::French, FRENCH));
        static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English, ENGLISH));

        let bundle = match language {
            Language::French => &FR,
            Language::English => &EN,
        };
        Self { language, bundle }
    }

    /// A text without arguments.
    pub(crate) fn say(self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text with arguments, which are inserted as they are: they are never read as a template (R3.8).
    /// A key that does not exist says its own name; a test proves that none is missing.
    pub(crate) fn fill(self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let arguments: FluentArgs<'_> = arguments.iter().cloned().collect();

        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

fn bundle(language: Language, source: &str) -> Bundle {
    let resource =
        FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable_part, _)| readable_part);
    let mut bundle = Bundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
    // Isolation marks around each name would show up in subjects and in plain text.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}
