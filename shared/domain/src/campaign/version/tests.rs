//! Which changes make versions, and what a version keeps.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use crate::name::QuestionId;
use crate::question::{QuestionKind, QuestionOptions};
use crate::schedule::Delay;

fn at(day: u8) -> Timestamp {
    format!("2026-11-{day:02}T12:00:00Z").parse().unwrap()
}

fn campaign(status: CampaignStatus, version: CurrentVersion) -> Campaign {
    let french = LanguageTag::parse("fr").unwrap();
    let question = Question {
        id: QuestionId::parse("q_nps").unwrap(),
        texts: BTreeMap::new(),
        kind: QuestionKind::Nps,
        required: true,
        options: QuestionOptions::default(),
    };
    Campaign {
        name: "X".to_owned(),
        status,
        texts: BTreeMap::from([(french.clone(), CampaignTexts::default())]),
        questions: vec![question],
        expires_after: Delay::NONE,
        edit_window: Delay::NONE,
        version,
        ..Campaign::draft(
            CampaignId::parse("cmp_x").unwrap(),
            OrganizationId::parse("demo").unwrap(),
            french,
            at(1),
        )
    }
}

fn edited(present: &Campaign) -> Campaign {
    Campaign { questions_per_survey: present.questions_per_survey + 1, ..present.clone() }
}

fn numbers(versions: &[CampaignVersion]) -> Vec<u32> {
    versions.iter().map(|version| version.number).collect()
}

const DRAFT: CampaignStatus = CampaignStatus::Draft;
const LIVE: CampaignStatus = CampaignStatus::Published;

fn recorded(number: u32) -> CurrentVersion {
    CurrentVersion { number, since: Some(at(2)) }
}

type Change<'a> = &'a dyn Fn(&Campaign) -> Campaign;

#[test]
fn which_changes_make_which_versions() {
    let new = CurrentVersion::default;
    let publish = |present: &Campaign| Campaign { status: LIVE, ..present.clone() };
    let rename = |present: &Campaign| Campaign { name: "Y".to_owned(), ..present.clone() };
    let table: [(&str, CampaignStatus, CurrentVersion, Change<'_>, &[u32]); 7] = [
        ("a draft's edit", DRAFT, new(), &edited, &[]),
        ("the first publication", DRAFT, new(), &publish, &[1]),
        ("an edit", LIVE, recorded(1), &edited, &[2]),
        ("a later edit", LIVE, recorded(7), &edited, &[8]),
        ("another name", LIVE, recorded(1), &rename, &[]),
        ("an edit while paused", CampaignStatus::Paused, recorded(1), &edited, &[2]),
        ("an edit of what is older than versions", LIVE, new(), &edited, &[1, 2]),
    ];

    for (what, status, version, change, expected) in table {
        let present = campaign(status, version);
        let Versioned { campaign: next, written: versions } =
            versioned(&present, &[], change(&present), &[], Made { at: at(9), by: None });

        assert_eq!(numbers(&versions), expected, "{what}");
        let current =
            expected.last().map_or(version, |number| CurrentVersion { number: *number, since: Some(at(9)) });
        assert_eq!(next.version, current, "{what}");
    }
}

#[test]
fn a_version_says_what_differs_and_gives_back_what_was_asked() {
    let present = campaign(LIVE, recorded(1));
    let Versioned { campaign: next, written: versions } =
        versioned(&present, &[], edited(&present), &[], Made { at: at(9), by: None });

    assert_eq!(versions.len(), 1);
    let version = versions.first().unwrap();
    assert_eq!(version.changed, ["questions_per_survey"]);
    let again = version.definition.clone().onto(Campaign { questions: Vec::new(), ..next.clone() });
    assert_eq!(again, next);
}

#[test]
fn ids_of_versions_sort_by_number() {
    let ids: Vec<_> = [1, 2, 9, 10, 99, 100, 12_345].map(CampaignVersion::id_of).to_vec();

    assert!(ids.is_sorted(), "{ids:?}");
}
