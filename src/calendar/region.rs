//! Where a workplace lies, as far as public holidays differ.

/// Where a workplace lies, as far as public holidays differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Region {
    /// Everywhere else.
    #[default]
    Metropolitan,
    /// Bas-Rhin, Haut-Rhin, Moselle; Good Friday only in communes with a Protestant or a mixed church.
    AlsaceMoselle {
        /// Whether Good Friday is a holiday in the commune; nothing where the commune is not known.
        good_friday: Option<bool>,
    },
    /// Guadeloupe.
    Guadeloupe,
    /// Martinique.
    Martinique,
    /// Guyane.
    Guyane,
    /// La Réunion.
    Reunion,
    /// Mayotte.
    Mayotte,
    /// Saint-Barthélemy.
    SaintBarthelemy,
    /// Saint-Martin.
    SaintMartin,
}

impl Region {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Metropolitan,
        Self::AlsaceMoselle { good_friday: Some(true) },
        Self::AlsaceMoselle { good_friday: Some(false) },
        Self::AlsaceMoselle { good_friday: None },
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::SaintBarthelemy,
        Self::SaintMartin,
    ];

    /// Returns the stable code, as typed and as written in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Metropolitan => "metropolitan",
            Self::AlsaceMoselle { good_friday: Some(true) } => "alsace-moselle",
            Self::AlsaceMoselle { good_friday: Some(false) } => "alsace-moselle-no-good-friday",
            Self::AlsaceMoselle { good_friday: None } => "alsace-moselle-commune-not-known",
            Self::Guadeloupe => "guadeloupe",
            Self::Martinique => "martinique",
            Self::Guyane => "guyane",
            Self::Reunion => "reunion",
            Self::Mayotte => "mayotte",
            Self::SaintBarthelemy => "saint-barthelemy",
            Self::SaintMartin => "saint-martin",
        }
    }

    /// Reads a code, a French name or the number of a department.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['é', 'è'], "e").replace([' ', '_'], "-");
        if let Some(found) = Self::ALL.into_iter().find(|r| r.code() == text) {
            return Some(found);
        }
        match text.as_str() {
            "metropole" | "metropolitaine" | "france" => Some(Self::Metropolitan),
            "alsace" | "moselle" | "bas-rhin" | "haut-rhin" => {
                Some(Self::AlsaceMoselle { good_friday: None })
            }
            "la-reunion" => Some(Self::Reunion),
            "french-guiana" => Some(Self::Guyane),
            _ => Self::department(&text),
        }
    }

    fn department(text: &str) -> Option<Self> {
        let number: Option<u16> = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
        match (text, text.len(), number) {
            ("2a" | "2b", ..) | (_, 1 | 2, Some(1..=95)) | (_, 3, Some(971..=978)) => {
                Some(Self::of_department(text))
            }
            _ => None,
        }
    }

    /// Returns the region of a department by its number.
    ///
    /// Only communes with a Protestant or a mixed church have Good Friday, and a department does not say which commune:
    /// deadlines are counted both ways then, see [`Region::readings`].
    #[must_use]
    pub fn of_department(department: &str) -> Self {
        match department {
            "57" | "67" | "68" => Self::AlsaceMoselle { good_friday: None },
            "971" => Self::Guadeloupe,
            "972" => Self::Martinique,
            "973" => Self::Guyane,
            "974" => Self::Reunion,
            "976" => Self::Mayotte,
            "977" => Self::SaintBarthelemy,
            "978" => Self::SaintMartin,
            // Saint-Pierre-et-Miquelon, 975, has the eleven of the whole country and no other.
            _ => Self::Metropolitan,
        }
    }

    /// Returns the regions that this one may be: with Good Friday and without where that depends on a commune that is
    /// not known, else this one alone.
    #[must_use]
    pub fn readings(self) -> Vec<Self> {
        match self {
            Self::AlsaceMoselle { good_friday: None } => {
                [true, false].map(|yes| Self::AlsaceMoselle { good_friday: Some(yes) }).to_vec()
            }
            other => vec![other],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for region in Region::ALL {
            assert_eq!(Region::read(region.code()), Some(region));
        }
    }

    #[test]
    fn only_a_commune_that_is_not_known_may_be_two_things() {
        for region in Region::ALL {
            let wanted = match region {
                Region::AlsaceMoselle { good_friday: None } => {
                    [true, false].map(|yes| Region::AlsaceMoselle { good_friday: Some(yes) }).to_vec()
                }
                known => vec![known],
            };
            assert_eq!(region.readings(), wanted);
        }
    }

    #[test]
    fn names_and_numbers_are_read() {
        let alsace = Region::AlsaceMoselle { good_friday: None };
        for (text, region) in [
            ("67", alsace),
            ("Moselle", alsace),
            ("La Réunion", Region::Reunion),
            ("974", Region::Reunion),
            ("976", Region::Mayotte),
            ("75", Region::Metropolitan),
            ("2A", Region::Metropolitan),
            ("métropole", Region::Metropolitan),
            ("Métropolitaine", Region::Metropolitan),
            ("France", Region::Metropolitan),
            ("Alsace", alsace),
            ("bas-rhin", alsace),
            ("Haut Rhin", alsace),
            ("57", alsace),
            ("68", alsace),
            ("French Guiana", Region::Guyane),
            ("973", Region::Guyane),
            ("971", Region::Guadeloupe),
            ("972", Region::Martinique),
            ("975", Region::Metropolitan),
            ("977", Region::SaintBarthelemy),
            ("978", Region::SaintMartin),
            ("Saint-Barthélemy", Region::SaintBarthelemy),
            ("95", Region::Metropolitan),
            ("1", Region::Metropolitan),
        ] {
            assert_eq!(Region::read(text), Some(region), "{text}");
        }
        for bad in ["", "96", "0", "970", "979", "Paris", "+67", "67000"] {
            assert_eq!(Region::read(bad), None, "{bad}");
        }
    }
}
