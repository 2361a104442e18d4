//! The codes of what a rule says, with their words.

use crate::base::word::codes;

codes! {
    /// Which of several readings of a rule it is.
    Which {
        GoodFriday = "alsace-moselle", "avec le Vendredi saint férié", "where Good Friday is a holiday";
        NoGoodFriday = "alsace-moselle-no-good-friday",
            "sans le Vendredi saint férié",
            "where Good Friday is none";
        WithMonth = "with-month-of-credit",
            "si le mois du crédit compte",
            "if the month of the credit counts";
        WithoutMonth = "without-month-of-credit",
            "si le mois du crédit ne compte pas",
            "if the month of the credit does not count";
    }
}
