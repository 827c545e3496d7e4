//! The tokens of the look that a mail needs written out, since mail programs know no custom property.
//! Pages and the console read the same values from `tokens.css`; a test keeps the two alike.

mod look;

pub(crate) use look::Accent;
pub use look::{RatingLook, look_stylesheet};

/// System fonts only: nothing is fetched to show a text.
pub const FONTS: &str = "ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/// The colours of one scheme, as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// Text.
    pub ink: &'static str,
    /// Text that may be overlooked.
    pub soft: &'static str,
    /// Borders that only separate.
    pub line: &'static str,
    /// Borders of controls: 3:1 against `paper`.
    pub edge: &'static str,
    pub paper: &'static str,
    /// Around the paper.
    pub wash: &'static str,
    /// Links and the primary button.
    pub accent: &'static str,
    /// Text on the accent.
    pub on_accent: &'static str,
    /// NPS bands, always with a word beside them; `detractor` also marks errors.
    pub detractor: &'static str,
    pub passive: &'static str,
    pub promoter: &'static str,
}

pub const LIGHT: Colours = Colours {
    ink: "#1c1f23",
    soft: "#5b636d",
    line: "#e3e6ea",
    edge: "#868e98",
    paper: "#ffffff",
    wash: "#f6f7f9",
    accent: "#0f5fd6",
    on_accent: "#ffffff",
    detractor: "#b4421a",
    passive: "#8a6d00",
    promoter: "#1a7a4c",
};

pub const DARK: Colours = Colours {
    ink: "#e8eaed",
    soft: "#a3abb5",
    line: "#2c3138",
    edge: "#6b7480",
    paper: "#14171b",
    wash: "#1b1f24",
    accent: "#6ea8ff",
    on_accent: "#14171b",
    detractor: "#ff9b6f",
    passive: "#e3c04f",
    promoter: "#5fcf95",
};

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::frame::page::STYLESHEET;

    /// Relative luminance, WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let channel = |from: usize| {
            let value =
                f64::from(u8::from_str_radix(colour.get(from..from + 2).unwrap(), 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    /// Contrast ratio, WCAG 2.2.
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn named(colours: &Colours) -> [(&'static str, &'static str); 11] {
        [
            ("ink", colours.ink),
            ("soft", colours.soft),
            ("line", colours.line),
            ("edge", colours.edge),
            ("paper", colours.paper),
            ("wash", colours.wash),
            ("accent", colours.accent),
            ("on-accent", colours.on_accent),
            ("detractor", colours.detractor),
            ("passive", colours.passive),
            ("promoter", colours.promoter),
        ]
    }

    #[test]
    fn every_text_colour_is_readable_on_its_ground() {
        for scheme in [LIGHT, DARK] {
            for text in
                [scheme.ink, scheme.soft, scheme.accent, scheme.detractor, scheme.passive, scheme.promoter]
            {
                assert!(contrast(text, scheme.paper) >= 4.5, "{text} on {}", scheme.paper);
                assert!(contrast(text, scheme.wash) >= 4.5, "{text} on {}", scheme.wash);
            }
            assert!(contrast(scheme.on_accent, scheme.accent) >= 4.5);
        }
    }

    /// Some mail programs turn every colour into its opposite in the dark, whatever a mail says.
    #[test]
    fn every_text_colour_is_readable_when_a_mail_program_inverts_it() {
        let inverted = |colour: &str| {
            let channel =
                |from: usize| 255 - u8::from_str_radix(colour.get(from..from + 2).unwrap(), 16).unwrap();
            format!("#{:02x}{:02x}{:02x}", channel(1), channel(3), channel(5))
        };
        let texts = [LIGHT.ink, LIGHT.soft, LIGHT.accent, LIGHT.detractor, LIGHT.passive, LIGHT.promoter];

        for (text, ground) in texts
            .into_iter()
            .flat_map(|text| [(text, LIGHT.paper), (text, LIGHT.wash)])
            .chain([(LIGHT.on_accent, LIGHT.accent)])
        {
            let ratio = contrast(&inverted(text), &inverted(ground));
            assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
        }
    }

    #[test]
    fn the_border_of_a_control_stands_out_from_the_paper() {
        for scheme in [LIGHT, DARK] {
            assert!(contrast(scheme.edge, scheme.paper) >= 3.0, "{}", scheme.edge);
        }
    }

    #[test]
    fn pages_and_mails_share_their_colours() {
        let (light, dark) = STYLESHEET.split_once("prefers-color-scheme: dark").unwrap();

        for (part, scheme) in [(light, LIGHT), (dark, DARK)] {
            for (name, colour) in named(&scheme) {
                let token = format!("--{name}: {colour};");
                assert!(part.contains(&token), "{token}");
            }
        }
    }
}
