//! Plainly invented people, the same for us and for every peer.

use contrepoids::{clock, base::{FieldKey, Record, Value, field, word::{Category, Contract, Gender, Reason}}, roster::span::Membership, vault::Vault};

const GIVEN: [&str; 12] = [
    "Camille",
    "Dominique",
    "Claude",
    "Maxime",
    "Éloïse",
    "Noé",
    "Sacha",
    "Alix",
    "Andréa",
    "Charlie",
    "Lou",
    "Morgan",
];
const FAMILY: [&str; 8] =
    ["Exemple", "Fictif", "Modèle", "Inventé", "Spécimen", "Imaginaire", "Échantillon", "Maquette"];
const JOBS: [&str; 5] =
    ["Développeur·se", "Technicien·ne réseau", "Chef·fe de projet", "Comptable", "Monteur·se"];

/// One invented person.
pub struct Invented {
    pub family: String,
    pub given: &'static str,
    pub email: String,
    pub phone: String,
    pub street: String,
    pub postcode: String,
    pub town: String,
    pub site: String,
    pub service: String,
    pub job: &'static str,
    pub hired: String,
    pub joined: String,
    pub tag: String,
}

pub fn invented(n: usize) -> Invented {
    let given = GIVEN[n % GIVEN.len()];
    // Multiplied by a prime, so that the order of the records is not the order of the names.
    let m = n.wrapping_mul(7_919);
    Invented {
        family: format!("{} {}", FAMILY[m % FAMILY.len()], letters(m)),
        given,
        email: format!("member{n}@example.org"),
        phone: format!("+3319900{:04}", n % 10_000),
        street: format!("{} rue de l’Exemple", n % 300 + 1),
        postcode: format!("{:05}", 1_000 + n % 90_000),
        town: format!("Exempleville-{}", n % 40),
        site: format!("Site {}", m % 20),
        service: format!("Service {}", m % 31),
        job: JOBS[m % JOBS.len()],
        hired: format!("{}-{:02}-{:02}", 1990 + n % 35, n % 12 + 1, n % 28 + 1),
        joined: format!("{}-{:02}-{:02}", 2000 + n % 26, m % 12 + 1, m % 28 + 1),
        tag: format!("tag{}", n % 7),
    }
}

/// A number in letters: invented names hold no digits.
fn letters(mut n: usize) -> String {
    let mut out = String::from("Z");
    for _ in 0..4 {
        out.push(char::from(b'a' + u8::try_from(n % 26).unwrap()));
        n /= 26;
    }
    out
}

/// The record of an invented person, as an import makes it.
pub fn record(vault: &mut Vault, person: &Invented, n: usize) -> Record {
    let mut record = Record::default();
    let now = clock::now_ms();
    let mut set = |key, value: Value| record.set(key, Some(value), vault.stamp(now));
    for (number, text) in [
        (field::FAMILY, person.family.as_str()),
        (field::GIVEN, person.given),
        (field::PHONE, &person.phone),
        (field::STREET, &person.street),
        (field::POSTCODE, &person.postcode),
        (field::TOWN, &person.town),
        (field::SITE, &person.site),
        (field::SERVICE, &person.service),
        (field::JOB, person.job),
        (field::HIRED, &person.hired),
        (field::GENDER, Gender::ALL[n % 2].code()),
        (field::CATEGORY, Category::ALL[n % 3].code()),
        (field::CONTRACT, Contract::ALL[0].code()),
    ] {
        set(FieldKey::single(number), Value::text(text));
    }
    let element = (n as u64).to_be_bytes();
    set(FieldKey::element(field::EMAIL, element), Value::text(&person.email));
    set(FieldKey::element(field::TAG, element), Value::text(&person.tag));
    let start = person.joined.parse().ok();
    // One in ten has left.
    let end = (n.is_multiple_of(10)).then(|| ("2026-01-31".parse().unwrap(), Reason::Left));
    let span = Membership { start, began: Reason::Joined, end };
    set(FieldKey::element(field::SPAN, element), span.to_value());
    record
}

/// The same people as a file to import.
pub fn csv(rows: usize) -> String {
    let mut out = String::from(
        "Nom;Prénom;Courriel;Téléphone;Adresse;Code postal;Ville;Site;Service;Emploi;Date d'embauche;Date d'adhésion;Étiquettes\n",
    );
    for n in 0..rows {
        let p = invented(n);
        let cells = [
            p.family.as_str(),
            p.given,
            &p.email,
            &p.phone,
            &p.street,
            &p.postcode,
            &p.town,
            &p.site,
            &p.service,
            p.job,
            &p.hired,
            &p.joined,
            &p.tag,
        ];
        out.push_str(&cells.join(";"));
        out.push('\n');
    }
    out
}
