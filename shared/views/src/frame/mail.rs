//! The frame of every mail: one column of 600 px, its colours in light and dark, from MJML to HTML.
//! What a mail says lives in its own file; the colours themselves in `theme`.

use std::collections::HashMap;

use maud::{Markup, PreEscaped, html};
use mrml::prelude::render::RenderOptions;

use crate::link;
use crate::picture::ShownPicture;
use crate::text::{Language, one_line, paragraphs};
use crate::theme::{Accent, DARK, FONTS, LIGHT, RatingLook};

/// One mail between its parts and its HTML.
pub(crate) struct Sheet<'a> {
    pub(crate) language: Language,
    pub(crate) title: &'a str,
    pub(crate) preheader: String,
    pub(crate) company: &'a str,
    pub(crate) picture: Option<&'a ShownPicture>,
    pub(crate) look: RatingLook<'a>,
    /// `mj-*` blocks on the paper.
    pub(crate) content: Markup,
    /// `mj-*` blocks below the paper.
    pub(crate) footer: Markup,
}

impl Sheet<'_> {
    /// The HTML part. `text` is the plain part: it is what the reader still gets if the layout library
    /// refuses the markup.
    pub(crate) fn html(&self, text: &str) -> String {
        laid_out(&self.mjml().into_string()).unwrap_or_else(|| self.plain_html(text))
    }

    fn mjml(&self) -> Markup {
        html! {
            mjml lang=(self.language.tag()) dir="ltr" {
                mj-head {
                    mj-title { (one_line(self.title)) }
                    mj-preview { (one_line(&self.preheader)) }
                    mj-attributes {
                        mj-all font-family=(FONTS) {}
                        mj-text font-size="15px" line-height="1.5" color=(LIGHT.ink) padding="0 24px 12px" {}
                        mj-section padding="0" {}
                        mj-column padding="0" {}
                    }
                    mj-raw {
                        meta name="color-scheme" content="light dark";
                        meta name="supported-color-schemes" content="light dark";
                    }
                    mj-style { (PreEscaped(style(&self.look.dark()))) }
                }
                mj-body background-color=(LIGHT.wash) width="600px" css-class="wash" {
                    mj-section padding="24px 0 0" {}
                    mj-section css-class="paper" background-color=(LIGHT.paper) padding="24px 0 12px" {
                        mj-column { (self.head()) (self.content) }
                    }
                    mj-section css-class="foot" padding="16px 0 32px" {
                        mj-column { (self.footer) }
                    }
                }
            }
        }
    }

    /// The company is the hero: its picture, if there is one, and always its name.
    fn head(&self) -> Markup {
        let size = self.picture.and_then(ShownPicture::shown_size);
        let picture = self.picture.and_then(|picture| Some((link::safe(&picture.url)?, &picture.alt)));
        html! {
            @if let Some((url, alt)) = picture {
                mj-text css-class="ink" {
                    img src=(url) alt=(one_line(alt)) width=[size.map(|size| size.width)] height=[size.map(|size| size.height)] style="display:block;max-width:100%;max-height:140px;\
                        width:auto;height:auto;border:0;border-radius:6px";
                }
            }
            mj-text css-class="accent" font-size="21px" line-height="1.3" font-weight="700"
                color=(self.look.light().accent) padding="0 24px 16px" { (one_line(self.company)) }
        }
    }

    fn plain_html(&self, text: &str) -> String {
        let markup = html! {
            (maud::DOCTYPE)
            html lang=(self.language.tag()) dir="ltr" {
                head { meta charset="utf-8"; title { (self.title) } }
                body { pre { (link::linked(text)) } }
            }
        };
        markup.into_string()
    }
}

/// The heading of a mail that is about what it says.
pub(crate) fn heading(words: &str) -> Markup {
    sized_heading(words, 28)
}

/// The heading of a mail that is about a question: smaller than that.
pub(crate) fn subheading(words: &str) -> Markup {
    sized_heading(words, 19)
}

fn sized_heading(words: &str, pixels: u8) -> Markup {
    let size = format!("{pixels}px");
    html! {
        mj-text css-class="ink" font-size=(size) line-height="1.3" font-weight="700" {
            h1 style=(format!("margin:0;font-size:{size};line-height:1.3;font-weight:700")) { (one_line(words)) }
        }
    }
}

/// A longer text, one block per line, its bare addresses made into links.
pub(crate) fn prose(words: &str) -> Markup {
    html! {
        @for line in paragraphs(words) {
            mj-text css-class="ink" { (link::linked(&line)) }
        }
    }
}

/// Small print, in the soft ink.
pub(crate) fn small(words: &Markup) -> Markup {
    html! {
        mj-text css-class="soft" font-size="13px" color=(LIGHT.soft) padding="0 24px 8px" { (words) }
    }
}

/// The one button of a mail that has no score to choose.
pub(crate) fn button(words: &str, address: &str) -> Markup {
    html! {
        @if let Some(address) = link::safe(address) {
            mj-button css-class="go" href=(address) align="left" background-color=(LIGHT.accent)
                color=(LIGHT.on_accent) border-radius="6px" font-size="15px" font-weight="600"
                inner-padding="13px 24px" padding="4px 24px 20px" { (words) }
        }
    }
}

/// The same button outside of MJML, for a mail whose layout is not ours.
pub(crate) fn plain_button(words: &str, address: &str, accent: &Accent) -> Markup {
    let Accent { accent, on_accent } = accent;
    let style = format!(
        "display:inline-block;padding:13px 24px;border-radius:6px;font-size:15px;font-weight:600;\
         text-decoration:none;background-color:{accent};color:{on_accent}"
    );
    html! {
        @if let Some(address) = link::safe(address) {
            table.go role="presentation" cellpadding="0" cellspacing="0" border="0" {
                tr {
                    td style=(format!("border-radius:6px;background-color:{accent}")) {
                        a href=(address) style=(style) { (words) }
                    }
                }
            }
        }
    }
}

/// Small print outside of MJML.
pub(crate) fn plain_small_print(lines: &[Markup]) -> Markup {
    let style = format!(
        "max-width:600px;margin:24px auto;padding:0 24px;font-family:{FONTS};font-size:13px;line-height:1.5;\
         color:{};background-color:{}",
        LIGHT.soft, LIGHT.paper
    );
    html! {
        div style=(style) { @for line in lines { p style="margin:0 0 8px" { (line) } } }
    }
}

/// A quiet link; an address that the filter refuses leaves the words alone.
pub(crate) fn anchor(words: &str, address: &str) -> Markup {
    html! {
        @if let Some(address) = link::safe(address) {
            a href=(address) style="color:inherit;text-decoration:underline" { (words) }
        } @else {
            (words)
        }
    }
}

/// A line between two parts of the paper.
pub(crate) fn rule() -> Markup {
    html! {
        mj-divider css-class="rule" border-width="1px" border-color=(LIGHT.line) padding="8px 24px 16px" {}
    }
}

/// From MJML to HTML; `None` when the library refuses it. No font is fetched from anywhere.
fn laid_out(mjml: &str) -> Option<String> {
    let options = RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() };

    mrml::parse(mjml).ok()?.element.render(&options).ok()
}

/// What inlined styles cannot say. Every ground and every ink is set in both schemes, so a mail program
/// that inverts one inverts the other too. `data-ogsc` and `data-ogsb` are Outlook's own dark mode.
fn style(accent: &Accent) -> String {
    let dark = dark_rules("", accent);
    let outlook = format!("{}{}", dark_rules("[data-ogsc] ", accent), dark_rules("[data-ogsb] ", accent));
    format!(
        ":root{{color-scheme:light dark;supported-color-schemes:light dark}}\
         .ink a,.soft a{{color:inherit}}\
         @media (max-width:599px){{.scores{{max-width:300px!important}}.seven{{max-width:200px!important}}}}\
         @media (prefers-color-scheme:dark){{{dark}}}{outlook}"
    )
}

fn dark_rules(scope: &str, accent: &Accent) -> String {
    let Accent { accent, on_accent } = accent;
    let rules = [
        ("body", format!("background-color:{}", DARK.wash)),
        (".wash", format!("background-color:{}", DARK.wash)),
        (".paper", format!("background:{0};background-color:{0}", DARK.paper)),
        (".paper>table", format!("background:{0};background-color:{0}", DARK.paper)),
        (".ink div", format!("color:{}", DARK.ink)),
        (".soft div", format!("color:{}", DARK.soft)),
        (".accent div", format!("color:{accent}")),
        // Its words stand in for a picture that is not loaded.
        (".ink img", format!("color:{}", DARK.ink)),
        (".faint", format!("color:{}", DARK.soft)),
        (".rule p", format!("border-top-color:{}", DARK.line)),
        (".go td", format!("background:{accent};background-color:{accent}")),
        (".go a", format!("background:{accent};background-color:{accent};color:{on_accent}")),
        (".plain", format!("background-color:{};color:{accent};border-color:{}", DARK.wash, DARK.edge)),
        (".star", format!("color:{}", DARK.passive)),
        (".quote", format!("border-color:{}", DARK.edge)),
        (".detractor", format!("color:{}", DARK.detractor)),
        (".passive", format!("color:{}", DARK.passive)),
        (".promoter", format!("color:{}", DARK.promoter)),
    ];
    rules.iter().fold(String::new(), |sheet, (selector, style)| {
        sheet + scope + selector + "{" + &style.replace(';', "!important;") + "!important}"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_cannot_be_laid_out_is_still_readable() {
        let sheet = Sheet {
            language: Language::English,
            title: "How did it go?",
            preheader: String::new(),
            company: "Nord",
            picture: None,
            look: RatingLook::default(),
            content: PreEscaped("<mj-text>never closed".to_owned()),
            footer: html! {},
        };

        let html = sheet.html("How did it go? <b>\nhttps://s.example/t");

        assert!(html.contains("How did it go? &lt;b&gt;"), "{html}");
        assert!(html.contains("<a href=\"https://s.example/t\">"), "{html}");
    }
}
