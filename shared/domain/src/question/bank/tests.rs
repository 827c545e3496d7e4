//! What campaigns pick from the bank.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use serde_json::json;

fn category(name: &str) -> CategoryId {
    CategoryId::parse(&format!("cat_{name}")).unwrap()
}

fn question(id: &str, category_name: &str, position: u32) -> BankQuestion {
    BankQuestion {
        organization: OrganizationId::parse("demo").unwrap(),
        category_id: category(category_name),
        position,
        question: serde_json::from_value(json!({"id": id, "kind": "csat"})).unwrap(),
        retired_at: None,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn ids(pick: &BankPick, bank: &[BankQuestion]) -> Vec<String> {
    pick.questions(bank).iter().map(|question| question.id.to_string()).collect()
}

#[test]
fn b8_categories_are_asked_in_the_campaign_s_order_and_questions_in_their_own() {
    let bank = [question("q_a", "work", 2), question("q_b", "work", 1), question("q_c", "people", 0)];
    let pick = BankPick { categories: vec![category("people"), category("work")], ..BankPick::default() };

    assert_eq!(ids(&pick, &bank), ["q_c", "q_b", "q_a"]);
}

#[test]
fn b9_an_excluded_question_stays_out_and_a_later_one_comes_in() {
    let excluded = [QuestionId::parse("q_a").unwrap()].into();
    let pick = BankPick { categories: vec![category("work")], excluded };
    let mut bank = vec![question("q_a", "work", 0), question("q_b", "work", 0)];

    let before = ids(&pick, &bank);
    bank.push(question("q_c", "work", 0));

    assert_eq!((before.join(" "), ids(&pick, &bank).join(" ")), ("q_b".into(), "q_b q_c".into()));
}

#[test]
fn a_retired_question_is_asked_no_more() {
    let pick = BankPick { categories: vec![category("work")], ..BankPick::default() };
    let retired = BankQuestion { retired_at: Some(Timestamp::UNIX_EPOCH), ..question("q_a", "work", 0) };

    assert_eq!(ids(&pick, &[retired]), [""; 0]);
}
