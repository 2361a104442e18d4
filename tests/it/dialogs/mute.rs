//! What is secret cannot be printed: a type of these that learns to does not compile here (C12).

use contrepoids::{
    face::prompt::Prompt,
    open::{Secret, keeper::Keeper},
    vault::Identity,
};

/// A type has one reading of `Tried` as long as it has none of these traits; with one of them there are two, and the compiler
/// does not choose.
macro_rules! mute {
    ($($type:ty),+ $(,)?) => {
        [$({
            trait Tried<Reading> {
                const NAME: &'static str = stringify!($type);
            }
            struct Debugged;
            struct Displayed;
            struct Written;
            impl<T: ?Sized> Tried<()> for T {}
            impl<T: ?Sized + std::fmt::Debug> Tried<Debugged> for T {}
            impl<T: ?Sized + std::fmt::Display> Tried<Displayed> for T {}
            impl<T: ?Sized + serde::Serialize> Tried<Written> for T {}
            <$type as Tried<_>>::NAME
        }),+]
    };
}

#[test]
fn secrets_have_no_words() {
    assert_eq!(mute!(Secret, Identity, Keeper, Prompt).len(), 4);
}
