//! A campaign's look as mails and pages need it: the style of the rating, readable inks, one accent.
//! What a theme is lives in the domain; the house's own colours in the parent module.

use super::{DARK, LIGHT};
use relance_domain::campaign::{Colour, Image, RatingStyle, Theme, gradient};

/// How a rating and what belongs to it looks; the default is the house's own look: plain numerals, because eleven equal
/// signs tell nobody anything (C19).
#[derive(Debug, Clone, Copy, Default)]
pub struct RatingLook<'a> {
    /// The campaign's theme.
    pub theme: Option<&'a Theme>,
    /// Start of our own addresses in a mail; blank on our own pages.
    pub base_url: &'a str,
}

/// The ground of one target and the ink that is readable on it (C21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tint {
    pub(crate) ground: Colour,
    pub(crate) ink: Colour,
}

/// What is pressed or chosen, in one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accent {
    pub(crate) accent: String,
    pub(crate) on_accent: String,
}

impl RatingLook<'_> {
    pub(crate) fn stars(self) -> bool {
        self.theme.is_some_and(|theme| theme.rating == RatingStyle::Stars)
    }

    /// Where the theme's icon is shown (C20).
    pub(crate) fn icon(self) -> Option<String> {
        let theme = self.theme?;
        match &theme.rating {
            RatingStyle::Icons { image_id } => {
                Some(format!("{}{}", self.base_url, Image::path(&theme.organization, image_id)))
            }
            _ => None,
        }
    }

    /// Class of what holds the eleven targets on a page.
    pub(crate) fn class(self) -> Option<&'static str> {
        if self.stars() {
            return Some("starred");
        }
        self.tints().map(|_| "tinted")
    }

    /// The grounds of the eleven targets, where the theme has any.
    pub(crate) fn tints(self) -> Option<[Tint; 11]> {
        match &self.theme?.rating {
            RatingStyle::Gradient { stops } => {
                Some(gradient(stops).map(|ground| Tint { ground, ink: ground.ink() }))
            }
            RatingStyle::Stars | RatingStyle::Numerals | RatingStyle::Icons { .. } => None,
        }
    }

    pub(crate) fn light(self) -> Accent {
        self.accent(Colour::WHITE)
            .unwrap_or(Accent { accent: LIGHT.accent.to_owned(), on_accent: LIGHT.on_accent.to_owned() })
    }

    pub(crate) fn dark(self) -> Accent {
        self.accent(DARK_PAPER)
            .unwrap_or(Accent { accent: DARK.accent.to_owned(), on_accent: DARK.on_accent.to_owned() })
    }

    /// The organization's accent, moved as far as it must be to be readable on the paper of a scheme.
    fn accent(self, paper: Colour) -> Option<Accent> {
        let accent = self.theme?.accent?.readable_on(paper);
        Some(Accent { accent: accent.to_string(), on_accent: accent.ink().to_string() })
    }

    /// Names the look in the path of its style sheet; nothing for the house's own.
    fn name(self) -> Option<String> {
        let theme = self.theme?;
        let accent = theme.accent.map(|accent| format!("a{}", accent.digits()));
        let stops = match &theme.rating {
            RatingStyle::Gradient { stops } => {
                stops.iter().map(|stop| format!("g{}", stop.digits())).collect()
            }
            RatingStyle::Stars | RatingStyle::Numerals | RatingStyle::Icons { .. } => Vec::new(),
        };
        let parts: Vec<_> = accent.into_iter().chain(stops).collect();
        (!parts.is_empty()).then(|| parts.join("-"))
    }

    /// Path of the style sheet of this look. The colours are in the name, so that browsers may keep it for ever and
    /// nothing is read to serve it.
    #[must_use]
    pub fn stylesheet_path(self) -> Option<String> {
        self.name().map(|name| format!("/assets/look-{name}.css"))
    }
}

/// The paper of the dark scheme, as [`DARK`] has it; a test keeps the two alike.
const DARK_PAPER: Colour = Colour::new(0x14, 0x17, 0x1b);

/// The style sheet that a path names; `None` for any other path.
#[must_use]
pub fn look_stylesheet(path: &str) -> Option<String> {
    let name = path.strip_prefix("/assets/look-")?.strip_suffix(".css")?;
    let (mut accent, mut stops) = (None, Vec::new());
    for part in name.split('-') {
        let (kind, digits) = part.split_at_checked(1)?;
        let colour = Colour::parse(&format!("#{digits}")).ok().filter(|colour| colour.digits() == digits)?;
        match kind {
            "a" if accent.is_none() && stops.is_empty() => accent = Some(colour),
            "g" if stops.len() < 3 => stops.push(colour),
            _ => return None,
        }
    }
    let sheet = accent.map(accent_rules).unwrap_or_default();
    match stops.len() {
        0 => Some(sheet),
        1 => None,
        _ => Some(sheet + &tint_rules(&stops)),
    }
}

fn accent_rules(accent: Colour) -> String {
    let rule = |paper: Colour| {
        let accent = accent.readable_on(paper);
        format!(":root{{--accent:{accent};--on-accent:{}}}", accent.ink())
    };
    format!("{}@media (prefers-color-scheme:dark){{{}}}", rule(Colour::WHITE), rule(DARK_PAPER))
}

/// The chosen target keeps its ground and gains a frame in its own ink, inside one in the accent.
fn tint_rules(stops: &[Colour]) -> String {
    let tinted = gradient(stops).into_iter().enumerate().map(|(index, ground)| {
        let (place, ink) = (index + 1, ground.ink());
        format!(".tinted .of-11 .tick:nth-child({place})>span{{background:{ground};color:{ink}}}")
    });
    let chosen = ".tinted .of-11 .tick input:checked+span{box-shadow:inset 0 0 0 3px currentColor;\
                  outline:3px solid var(--accent);outline-offset:2px}";
    tinted.chain([chosen.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use relance_domain::name::{OrganizationId, ThemeId};

    fn theme(rating: RatingStyle, accent: Option<&str>) -> Theme {
        Theme {
            id: ThemeId::parse("thm_1").unwrap(),
            organization: OrganizationId::parse("demo").unwrap(),
            name: "Ours".to_owned(),
            rating,
            accent: accent.map(|text| Colour::parse(text).unwrap()),
            created_at: jiff::Timestamp::UNIX_EPOCH,
            updated_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn stops(texts: &[&str]) -> RatingStyle {
        RatingStyle::Gradient { stops: texts.iter().map(|text| Colour::parse(text).unwrap()).collect() }
    }

    #[test]
    fn c21_the_style_sheet_follows_from_its_name_and_back() {
        let theme = theme(stops(&["#b4421a", "#e3c04f", "#1a7a4c"]), Some("#0a6b5d"));

        let path = RatingLook { theme: Some(&theme), base_url: "" }.stylesheet_path().unwrap();
        let sheet = look_stylesheet(&path).unwrap();

        assert_eq!(path, "/assets/look-a0a6b5d-gb4421a-ge3c04f-g1a7a4c.css");
        assert!(sheet.contains("--accent:#0a6b5d;--on-accent:#ffffff"), "{sheet}");
        assert!(
            sheet.contains(".tinted .of-11 .tick:nth-child(1)>span{background:#b4421a;color:#ffffff}"),
            "{sheet}"
        );
        assert!(
            sheet.contains(".tinted .of-11 .tick:nth-child(6)>span{background:#e3c04f;color:#1c1f23}"),
            "{sheet}"
        );
        assert_eq!(sheet.matches("nth-child").count(), 11);
    }

    #[test]
    fn any_other_path_names_no_style_sheet() {
        for path in [
            "/assets/look-.css",
            "/assets/look-x0a6b5d.css",
            "/assets/look-g0a6b5d.css",
            "/assets/look-a0a6b5d-a0a6b5d.css",
            "/assets/look-a0A6B5D.css",
            "/assets/look-a0a6b5d;}body{.css",
            "/assets/look-aé00000.css",
            "/assets/look-g000000-g000000-g000000-g000000.css",
            "/assets/page-1.css",
        ] {
            assert_eq!(look_stylesheet(path), None, "{path}");
        }
    }

    #[test]
    fn c19_the_houses_own_look_is_numerals_and_needs_no_sheet() {
        assert!(!RatingLook::default().stars());
        assert_eq!(RatingLook::default().stylesheet_path(), None);
        assert_eq!(DARK_PAPER.to_string(), DARK.paper);
        assert_eq!(Colour::INK.to_string(), LIGHT.ink);
    }

    #[test]
    fn an_accent_is_moved_until_it_is_readable_in_the_dark() {
        let theme = theme(RatingStyle::Numerals, Some("#0a1f5d"));
        let look = RatingLook { theme: Some(&theme), base_url: "" };

        let dark = Colour::parse(&look.dark().accent).unwrap();

        assert_eq!(look.light().accent, "#0a1f5d");
        assert!(dark.contrast(DARK_PAPER) >= 4.5, "{dark}");
    }
}
