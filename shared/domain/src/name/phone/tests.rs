//! Numbers as people and tools write them.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;

fn code(text: &str) -> CallingCode {
    CallingCode::try_from(text.to_owned()).unwrap()
}

#[test]
fn r3_10_punctuation_is_dropped_and_the_rest_must_be_e164() {
    assert_eq!(PhoneNumber::parse("+1 (514) 555-0123").unwrap().as_str(), "+15145550123");
    assert_eq!(PhoneNumber::parse("+33 6 12 34 56 78").unwrap().as_str(), "+33612345678");
    for bad in [
        "514 555 0123",
        "+0123456789",
        "+1",
        "+12345678901234567",
        "+1514x550123",
        "+1 514 555 012",
        "+1 114 555 0123",
        "+1 514 055 0123",
    ] {
        assert_eq!(PhoneNumber::parse(bad), Err(InvalidPhone), "{bad}");
    }
}

#[test]
fn a_national_number_is_understood_only_where_its_country_is_known() {
    let table = [
        ("(514) 555-0123", "+1", "+15145550123"),
        ("1 514 555 0123", "+1", "+15145550123"),
        ("06 12 34 56 78", "+33", "+33612345678"),
        ("+15145550123", "+33", "+15145550123"),
    ];

    for (text, country, expected) in table {
        let phone = PhoneNumber::parse_from(text, Some(&code(country))).unwrap();
        assert_eq!(phone.as_str(), expected, "{text}");
    }
    assert_eq!(PhoneNumber::parse_from("(514) 555-0123", None), Err(InvalidPhone));
    assert_eq!(PhoneNumber::parse_from("555-0123", Some(&code("+1"))), Err(InvalidPhone));
    assert!(CallingCode::try_from("1".to_owned()).is_err());
    for none in ["+0", "+999", "++1", "+01", "+"] {
        assert!(CallingCode::try_from(none.to_owned()).is_err(), "{none}");
    }
}

#[test]
fn debug_output_never_shows_the_number() {
    assert!(!format!("{:?}", PhoneNumber::parse("+15145550123").unwrap()).contains("555"));
}

#[test]
fn what_is_dialled_at_home_is_no_part_of_a_number_abroad() {
    let table = [
        ("+33 (0)6 12 34 56 80", "+33", "+33612345680"),
        ("0033612345686", "+33", "+33612345686"),
        ("33612345691", "+33", "+33612345691"),
        ("0033 (0)6 12 34 56 86", "+33", "+33612345686"),
        ("612345691", "+33", "+33612345691"),
        ("+44 (0)20 7946 0958", "+1", "+442079460958"),
        ("011 44 20 7946 0958", "+1", "+442079460958"),
        ("8 (912) 345-67-89", "+7", "+79123456789"),
        ("06 20 123 4567", "+36", "+36201234567"),
        ("4915112345678", "+49", "+4915112345678"),
        ("06 6982 0000", "+39", "+390669820000"),
        ("+39 06 6982 0000", "+1", "+390669820000"),
        ("481234567", "+48", "+48481234567"),
    ];

    for (text, country, expected) in table {
        let phone = PhoneNumber::parse_from(text, Some(&code(country)));
        assert_eq!(phone.as_ref().map(PhoneNumber::as_str), Ok(expected), "{text}");
    }
    for nobodys in ["+33061234569", "+3333612345691", "+330612345680123", "+34 061 234 569", "+99912345678"] {
        assert_eq!(PhoneNumber::parse(nobodys), Err(InvalidPhone), "{nobodys}");
    }
}

#[test]
fn a_number_is_read_however_it_was_typed() {
    for text in [
        "514 555-0128 ext 5",
        "514 555-0128, poste 5",
        "514-555-0128 x5",
        "514-555-0128#5",
        "tel:+1-514-555-0128;phone-context=example.com",
        "514\u{2011}555\u{2011}0128",
        "514\u{2013}555\u{2013}0128",
        "\u{202a}+15145550128\u{202c}",
        "Cell : (514) 555.0128",
        "＋１ ５１４ ５５５ ０１２８",
        "٥١٤ ٥٥٥ ٠١٢٨",
        "514/555-0128",
        "[514]555 0128 or 514 555 0129",
    ] {
        let phone = PhoneNumber::parse_from(text, Some(&code("+1")));
        assert_eq!(phone.as_ref().map(PhoneNumber::as_str), Ok("+15145550128"), "{text}");
    }
    for none in ["", "Ada", "1-800-FLOWERS", "514@5550128", "514_555_0128", "+", "+x15145550128", "☎"] {
        assert_eq!(PhoneNumber::parse_from(none, Some(&code("+1"))), Err(InvalidPhone), "{none}");
    }
}

/// One line a country: calling code, the number as it is written at home and abroad, and in E.164. All of them are
/// libphonenumber's examples.
const EXAMPLES: &str = include_str!("examples.tsv");

#[test]
fn numbers_of_every_country_are_read_as_they_are_written_at_home_and_abroad() {
    // At home these write a mobile number with a 15 or an 80 in it, which is not dialled from abroad.
    const OTHERWISE_AT_HOME: [&str; 2] = ["54", "375"];
    let mut seen = 0;

    for line in EXAMPLES.lines() {
        let [country, at_home, abroad, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            unreachable!("{line}")
        };
        let read = |text: &str, country: Option<&str>| {
            let country = country.map(|digits| code(&format!("+{digits}")));
            PhoneNumber::parse_from(text, country.as_ref()).map(String::from)
        };
        assert_eq!(read(abroad, None).as_deref(), Ok(expected), "{line}");
        assert_eq!(read(expected, Some("1")).as_deref(), Ok(expected), "{line}");
        if !OTHERWISE_AT_HOME.contains(&country) {
            assert_eq!(read(at_home, Some(country)).as_deref(), Ok(expected), "{line}");
        }
        seen += 1;
    }

    assert!(seen > 240, "{seen} countries");
}
