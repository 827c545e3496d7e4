//! Reads a template of infra as JSON, with its short tags written out, and answers questions about it.
//! What the answers must be lives in the other files.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// The folder that holds the workspace.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// One template of infra/.
pub struct Document(Value);

/// One resource: its logical id and its whole definition.
pub struct Resource<'a> {
    pub id: &'a str,
    pub definition: &'a Value,
}

impl Resource<'_> {
    pub fn property(&self, name: &str) -> &Value {
        &self.definition["Properties"][name]
    }
}

impl Document {
    pub fn system() -> Self {
        Self::read("template.yaml")
    }

    pub fn watch() -> Self {
        Self::read("watch.yaml")
    }

    fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(root().join("infra").join(name)).unwrap();
        let documents = Yaml::load_from_str(&text).unwrap();
        Self(long_form(&documents[0]))
    }

    pub fn section(&self, name: &str) -> impl Iterator<Item = Resource<'_>> {
        let members = self.0[name].as_object().into_iter().flatten();
        members.map(|(id, definition)| Resource { id, definition })
    }

    pub fn resources(&self, kind: &str) -> Vec<Resource<'_>> {
        let all = self.section("Resources").filter(|resource| resource.definition["Type"] == kind);
        let found: Vec<_> = all.collect();
        assert!(!found.is_empty(), "no `{kind}` in the template: this test would pass without looking");
        found
    }

    pub fn functions(&self) -> Vec<Resource<'_>> {
        self.resources("AWS::Serverless::Function")
    }
}

/// A YAML node as JSON; `!Ref x` becomes `{"Ref": "x"}` and `!Sub x` becomes `{"Fn::Sub": "x"}`.
fn long_form(node: &Yaml) -> Value {
    match node {
        Yaml::Value(scalar) => match scalar {
            Scalar::Null => Value::Null,
            Scalar::Boolean(flag) => Value::from(*flag),
            Scalar::Integer(number) => Value::from(*number),
            Scalar::FloatingPoint(number) => Value::from(number.into_inner()),
            Scalar::String(text) => Value::from(text.as_ref()),
        },
        Yaml::Sequence(items) => items.iter().map(long_form).collect(),
        Yaml::Mapping(members) => {
            let members =
                members.iter().map(|(key, value)| (key.as_str().unwrap().to_owned(), long_form(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Yaml::Tagged(tag, inner) => {
            let name = match tag.suffix.as_str() {
                "Ref" => "Ref".to_owned(),
                "Condition" => "Condition".to_owned(),
                function => format!("Fn::{function}"),
            };
            Value::Object(Map::from_iter([(name, long_form(inner))]))
        }
        other => panic!("a template may not hold {other:?}"),
    }
}

/// The short name of what a reference points to: `CoreTable`, `CoreTable/index/due`, `identity/*`. Where a restored
/// table takes the place of core, both must lead to the same part of it.
pub fn target(value: &Value) -> String {
    if value["Fn::If"][0] == "IsRestored" {
        let [restored, usual] = [1, 2].map(|branch| target(&value["Fn::If"][branch]));
        let same = restored
            .replace("table/RestoredCoreTable", "CoreTable")
            .replace("RestoredCoreTable", "CoreTable");
        assert_eq!(same, usual, "what was restored must be reached as what it replaces");
        return usual;
    }
    let text = ["Ref", "Fn::GetAtt", "Fn::Sub"].iter().find_map(|name| value[*name].as_str());
    let text = text.or(value.as_str()).unwrap_or_else(|| panic!("`{value}` is not a reference"));
    let text = text.trim_end_matches(".Arn").replace(".Arn}", "}").replace("AWS::", "");
    let resource = if text.starts_with("arn:") { text.splitn(6, ':').last().unwrap() } else { &text };
    resource.replace(['{', '}', '$'], "")
}

/// The part of a generated name after the stack's own: `work-dead` of `${AWS::StackName}-work-dead`.
pub fn own_name(value: &Value) -> String {
    let text = value["Fn::Sub"].as_str().unwrap_or_else(|| panic!("`{value}` is not a name made with !Sub"));
    text.split_once("}-")
        .unwrap_or_else(|| panic!("`{text}` does not begin with the stack's name"))
        .1
        .to_owned()
}

/// One value or many, as many.
pub fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}
