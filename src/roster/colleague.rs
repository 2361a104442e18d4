//! Colleagues: who works here and is not in the roster, and what organizers keep beside a member. All of it lies in `organizing`.

use crate::base::{
    Id,
    kept::record,
    word::{Category, Contract, Gender},
};

record! {
    /// A colleague, or what organizers keep beside a member.
    #[derive(Clone, PartialEq, Eq, Default)]
    Colleague = Colleague {
        /// The name, as people say it; empty beside a member.
        1 name: String,
        /// The member of the roster of whom this is.
        2 member: Option<Id>,
        /// Site.
        3 site: Option<String>,
        /// Service.
        4 service: Option<String>,
        /// Shift, in the section's words.
        5 shift: Option<String>,
        /// Professional category: employee, technician, cadre.
        6 category: Option<Category>,
        /// Contract: cdi, cdd, apprentice, temp, seconded.
        7 contract: Option<Contract>,
        /// Sex as the law counts lists, F or H; absent when not stated.
        8 gender: Option<Gender>,
        /// 1 for who mostly works elsewhere than on a site, 0 for who does not.
        9 remote: Option<bool>,
        /// The organizer whose turn it is to talk with the person, by name.
        10 with: Option<String>,
        /// Whether it was taken back.
        11 removed: bool,
    }
    gone 11 if |one| one.removed;
    whole |one| !one.name.is_empty() || one.member.is_some();
}

impl std::fmt::Debug for Colleague {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Colleague(…)")
    }
}
