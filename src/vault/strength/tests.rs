use crate::vault::strength::*;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{base::Lang, vault::passphrase};

/// Bytes as by lot, the same in each run.
fn lot(bytes: &mut [u8]) {
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    let number = DRAWN.fetch_add(1, Ordering::Relaxed);
    blake3::Hasher::new().update(&number.to_be_bytes()).finalize_xof().fill(bytes);
}

fn refused(typed: &str) -> Option<Weakness> {
    judge(typed, &[]).err()
}

#[test]
fn what_people_choose_is_refused_and_named() {
    use Weakness::{Address, Date, Keyboard, Repeated, Sentence, Sequence, Short, Words};
    for (typed, what) in [
        ("", Short),
        ("kX7#pQ2", Short),
        ("motdepasse motdepasse", Repeated),
        ("password password", Repeated),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", Repeated),
        ("abcabcabcabcabcabcabcabcabc", Repeated),
        ("azertyuiopqsdfghjklm", Keyboard),
        ("qwertyuiopasdfghjklzxcvbnm", Keyboard),
        ("1qaz2wsx3edc4rfv5tgb", Keyboard),
        ("poiuytrezamlkjhgfdsq", Keyboard),
        ("abcdefghijklmnopqrst", Sequence),
        ("zyxwvutsrqponmlkjihg", Sequence),
        ("3141592653589793238462643383279", Sequence),
        ("jean.dupont@example.org", Address),
        ("https://www.exemple.example/adherents", Address),
        ("liberté égalité fraternité", Sentence),
        ("Liberté, Égalité, Fraternité !", Sentence),
        ("proletaires de tous les pays unissez vous", Sentence),
        ("Prolétaires de tous les pays, unissez-vous !", Sentence),
        ("prolétairesdetouslespaysunissezvous", Sentence),
        ("le chat gris mange sept pommes vertes ce soir", Sentence),
        ("Il ne faut pas vendre la peau de l’ours avant de l’avoir tué", Sentence),
        ("to be or not to be that is the question", Sentence),
        ("correct horse battery staple", Sentence),
        ("lorem ipsum dolor sit amet consectetur adipiscing", Sentence),
        ("Allons enfants de la patrie le jour de gloire est arrivé", Sentence),
        ("12/05/1962 03/09/1988", Date),
        ("marie-claude.dupont-1962", Words),
        ("Fabrique Exemple 2026", Words),
        ("Syndicat CGT 2026 !", Words),
        ("Jean-Pierre Mélenchon", Words),
        ("camille dominique claude maxime", Words),
        ("p4ssw0rd m0td3p4ss3 2026", Words),
        ("un deux trois quatre cinq six sept", Sentence),
        ("janvier fevrier mars avril mai juin", Words),
        ("soleil soleil soleil soleil soleil", Repeated),
    ] {
        assert_eq!(refused(typed), Some(what), "{typed}");
    }
    for typed in [
        "azerty qwerty azerty qwerty",
        "01234567890123456789012345",
        "1234567890123456789012345",
        "Soleil2024!",
        "Marseille13!Marseille13!",
        "section syndicale CGT",
        "grève générale jusqu’à la victoire",
        "azertyuiop123456789!",
        "nbvcxwmlkjhgfdsqpoiuytreza",
        "aqwzsxedcrfvtgbyhnuj",
        "0601020304 0605060708",
        "Anticonstitutionnellement2026",
        "thequickbrownfoxjumpsoverthelazydog",
        "onnelacherien onnelacherien",
        "essapedtom essapedtom 1234",
        "martin durand petit bernard",
        "vive la commune de Paris 1871",
        "mon chien s’appelle Rex et il a 7 ans",
        "sept pommes vertes ce soir",
    ] {
        assert!(refused(typed).is_some(), "{typed}");
    }
}

#[test]
fn own_data_is_no_secret() {
    let own = ["Zorglub & Fils".to_owned(), "/home/kvasnik/section.vault".to_owned()];
    assert_eq!(judge("zorglub kvasnik 2026", &own), Err(Weakness::Own));
    assert_eq!(judge("Zorglub-Kvasnik-Zorglub-Fils", &own), Err(Weakness::Own));
}

#[test]
fn what_was_drawn_by_lot_passes() {
    for lang in [Lang::Fr, Lang::En] {
        for _ in 0..150 {
            let phrase = passphrase::generate(lang, lot);
            assert_eq!(judge(&phrase, &[]), Ok(()), "{}", *phrase);
        }
    }
    // Characters by lot, of several sets: twenty is what the refusal asks for.
    let sets: [(&[u8], usize); 4] = [
        (b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+-/=?@^_.:;,", 20),
        (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 20),
        (b"abcdefghijklmnopqrstuvwxyz234567", 24),
        (b"0123456789abcdef", 32),
    ];
    for (set, len) in sets {
        let mut bad = Vec::new();
        for _ in 0..300 {
            let mut bytes = vec![0; len * 2];
            lot(&mut bytes);
            let typed: String = bytes
                .chunks_exact(2)
                .map(|b| char::from(set[usize::from(u16::from_be_bytes([b[0], b[1]])) % set.len()]))
                .collect();
            if judge(&typed, &[]).is_err() {
                bad.push(typed);
            }
        }
        assert!(bad.len() <= 3, "{bad:?}");
    }
    for typed in [
        "kX7#pQ2!vB9$zR4",
        "oxygène brumeux Kvqz cagoule épinard zinguer",
        // Seven words of a French list.
        "tonneau lisible grimoire ourlet cadran hublot friche",
        "fauteuil ruche pencher bolide cuivre marron syntaxe",
        "sable tigre forge valise piano neige moulin orage",
        "Zphqx canari sept pommes vertes ce soir",
    ] {
        assert_eq!(judge(typed, &[]), Ok(()), "{typed}");
    }
}

#[test]
fn a_long_text_is_judged_too() {
    for typed in ["a".repeat(4096), "ab1!".repeat(1000), "é".repeat(2000), "le ".repeat(1000)] {
        assert!(judge(&typed, &[]).is_err());
    }
}
