//! Shapes: what a signature takes and what a record holds has a name, and so has what is there or not in two ways.
//! Names of rooms and of types live in `names`.

use crate::workspace::production_files;
use syn::visit::{self, Visit};
use syn::{
    Field, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemFn, PathArguments, ReturnType, Signature,
    Type, Visibility,
};

/// What the code of one file leaves without a name.
#[derive(Default)]
struct Nameless {
    /// The function or record that is looked at.
    within: String,
    found: Vec<String>,
}

impl Nameless {
    fn note(&mut self, what: &str) {
        self.found.push(format!("`{}` {what}", self.within));
    }

    /// Helpers of one file may give back a pair; what others call says what it gives.
    fn given(&mut self, seen_by: &Visibility, signature: &Signature) {
        let others = !matches!(seen_by, Visibility::Inherited);
        if others && matches!(&signature.output, ReturnType::Type(_, ty) if is_tuple(ty)) {
            self.within = signature.ident.to_string();
            self.note("gives back a tuple");
        }
    }

    fn held(&mut self, ty: &Type) {
        if is_tuple(ty) {
            self.note("holds a tuple");
        }
    }
}

impl<'ast> Visit<'ast> for Nameless {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(inner) if is_test(&inner.attrs) => return,
            Item::Fn(inner) if is_test(&inner.attrs) => return,
            Item::Impl(inner) if is_test(&inner.attrs) => return,
            Item::Struct(record) => self.within = record.ident.to_string(),
            Item::Enum(choice) => self.within = choice.ident.to_string(),
            Item::Type(alias) => {
                self.within = alias.ident.to_string();
                self.held(&alias.ty);
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if !matches!(item, ImplItem::Fn(inner) if is_test(&inner.attrs)) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_signature(&mut self, signature: &'ast Signature) {
        self.within = signature.ident.to_string();
        for input in &signature.inputs {
            if let FnArg::Typed(parameter) = input
                && is_tuple(&parameter.ty)
            {
                self.note("takes a tuple");
            }
        }
        visit::visit_signature(self, signature);
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        visit::visit_item_fn(self, item);
        self.given(&item.vis, &item.sig);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        visit::visit_impl_item_fn(self, item);
        self.given(&item.vis, &item.sig);
    }

    fn visit_field(&mut self, field: &'ast Field) {
        self.held(&field.ty);
        visit::visit_field(self, field);
    }

    fn visit_type(&mut self, ty: &'ast Type) {
        if inside(ty, "Option").is_some_and(|inner| inside(inner, "Option").is_some()) {
            self.note("has an option of an option");
        }
        visit::visit_type(self, ty);
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    let test = |one: &syn::Attribute| one.parse_args::<syn::Ident>().is_ok_and(|word| word == "test");
    attributes.iter().any(|one| one.path().is_ident("cfg") && test(one))
}

/// What `Name<inner, ..>` is about.
fn inside<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|one| match one {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}

/// Two or more things side by side, also where they may be missing. Entries of a map or of a list are pairs by trade.
fn is_tuple(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => is_tuple(&reference.elem),
        Type::Tuple(tuple) => tuple.elems.len() > 1,
        _ => ["Option", "Result"].iter().find_map(|name| inside(ty, name)).is_some_and(is_tuple),
    }
}

#[test]
fn what_a_signature_or_a_record_holds_has_a_name() {
    let mut found = Vec::new();

    for (path, text) in production_files() {
        let mut nameless = Nameless::default();
        nameless.visit_file(&syn::parse_file(&text).unwrap());
        found.extend(nameless.found.into_iter().map(|one| format!("{path}: {one}")));
    }

    assert_eq!(
        found, [""; 0],
        "a struct with named fields, parameters of their own, or an enum says what they are"
    );
}
