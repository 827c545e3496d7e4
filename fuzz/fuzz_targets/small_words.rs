//! The small texts that become types at the edge: delays, addresses, languages, phones, ids, pointers, replies, texts.
//! What was taken once is taken again as it is shown. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use relance_domain::campaign::{AddressSource, SmsLength, fill_sms, thrifty, wrong_sms};
use relance_domain::contact::SmsReply;
use relance_domain::name::{Address, CallingCode, CampaignId, EmailAddress, LanguageTag, PhoneNumber};
use relance_domain::schedule::Delay;
use relance_fuzz::now;

fuzz_target!(|text: &str| {
    if let Ok(delay) = Delay::parse(text) {
        assert_eq!(Delay::parse(&delay.to_string()), Ok(delay));
        assert!(delay.after(now()) >= now());
    }
    if let Ok(address) = EmailAddress::parse(text) {
        assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
        assert!(!address.as_str().contains(['\r', '\n', ' ', '<', '>', ',']));
    }
    if let Ok(address) = EmailAddress::first_in(text) {
        assert_eq!(EmailAddress::parse(address.as_str()), Ok(address));
    }
    if let Some(language) = LanguageTag::meant_by(text) {
        assert_eq!(LanguageTag::meant_by(language.as_str()), Some(language));
    }
    if let Ok(language) = LanguageTag::parse(text) {
        assert_eq!(LanguageTag::parse(language.as_str()), Ok(language));
    }
    if let Ok(phone) = PhoneNumber::parse(text) {
        assert_eq!(PhoneNumber::parse(phone.as_str()), Ok(phone));
    }
    if let Ok(phone) = PhoneNumber::parse_from(text, CallingCode::try_from("+33".to_owned()).ok().as_ref()) {
        assert_eq!(PhoneNumber::parse(phone.as_str()), Ok(phone));
    }
    if let Ok(address) = Address::parse(text) {
        assert_eq!(Address::parse(address.as_str()), Ok(address));
    }
    let _ = SmsReply::read(text);
    // A text that saving takes stays within its parts, whatever it names.
    if let (None, Ok(filled)) = (wrong_sms(text), fill_sms(text, &|_| String::new())) {
        assert!(SmsLength::of(&thrifty(&filled)).parts <= SmsLength::MOST_PARTS);
    }
    if let Ok(id) = CampaignId::parse(text) {
        assert!(!id.as_str().contains(['#', '/', '.']));
    }
    let _ = serde_json::from_value::<AddressSource>(text.into());
});
