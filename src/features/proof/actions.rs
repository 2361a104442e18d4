//! Makes a proof: reads who is to prove the section, seals what the judge sees, writes the copy of the employer.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{
    base::{Id, Lang, hex},
    features::{
        company::actions as company,
        dues::actions as dues,
        export::actions::{self as export, AgeForm, ExportError, Reader},
        member::actions::{self as member, MemberError},
        proof::{
            rules::{self, Bundle, ENOUGH, Unfit},
            views::{Lacking, Made},
        },
    },
    roster::Person,
    vault::{Vault, VaultError, Verb, age_file, file, store::StoreError},
};

/// The page of the judge is filled with blanks to steps of this, so that its size does not tell how many are named.
const STEP: usize = 16 * 1024;

/// Why there is no proof.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// A person is not found.
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The keys, or the file.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// One person, or the same one twice.
    #[error("a proof needs two people at least")]
    TooFew,
    /// A day to come.
    #[error("the day {0} is still to come")]
    Future(NaiveDate),
    /// Somebody proves nothing on that day; the words by which they were named are those that were typed.
    #[error("a person proves nothing on that day")]
    Unfit {
        /// As typed.
        typed: String,
        /// Why.
        why: Unfit,
        /// The day.
        day: NaiveDate,
    },
    /// A page that names members would lie readable on the disk, and nobody said that it is to be printed.
    #[error("neither keys nor a print was asked for")]
    Readable,
    /// Two files of one name.
    #[error("both files have one name")]
    OneFile,
}

/// What is asked for.
pub struct Wish<'a> {
    /// Who proves the section, as typed.
    pub who: &'a [String],
    /// The day.
    pub day: NaiveDate,
    /// The keys of the judge or the lawyer.
    pub to: &'a [Reader],
    /// Whether a page to print is wanted, readable.
    pub print: bool,
    /// Where the file of the judge goes.
    pub out: &'a Path,
    /// Where the copy without names goes.
    pub employer: Option<&'a Path>,
    /// Whether files of these names are replaced.
    pub force: bool,
}

/// A proof that is ready. No `Debug`: it holds names.
pub struct Ready {
    people: Vec<Id>,
    /// The names, as they are shown before the question.
    pub names: Vec<String>,
    bundle: Bundle,
    judge: Zeroizing<Vec<u8>>,
    employer: Option<(PathBuf, String)>,
    readers: Vec<String>,
    sealed: bool,
}

/// Refuses what can be refused before the vault is opened.
///
/// # Errors
/// [`ProofError::Readable`], [`ProofError::Future`], [`ProofError::TooFew`], [`ProofError::OneFile`]; a file that is there.
pub fn look(wish: &Wish<'_>, today: NaiveDate) -> Result<(), ProofError> {
    if wish.to.is_empty() && !wish.print {
        return Err(ProofError::Readable);
    }
    if wish.day > today {
        return Err(ProofError::Future(wish.day));
    }
    if wish.who.len() < ENOUGH {
        return Err(ProofError::TooFew);
    }
    export::look(wish.out, wish.force)?;
    if let Some(path) = wish.employer {
        if path == wish.out {
            return Err(ProofError::OneFile);
        }
        export::look(path, wish.force)?;
    }
    Ok(())
}

/// Makes the proof in memory. Its pages are French, whoever makes them: a court reads them.
///
/// # Privacy
/// Nothing of anybody but those who are named is read into it; the copy of the employer holds no name, no sum and no number.
///
/// # Errors
/// As [`look`]; [`ProofError::Unfit`] for the first who proves nothing; a person who is not found.
pub fn make(vault: &Vault, wish: &Wish<'_>, today: NaiveDate) -> Result<Ready, ProofError> {
    look(wish, today)?;
    let treasury = dues::read(vault)?;
    let (mut people, mut witnesses) = (Vec::new(), Vec::new());
    for typed in wish.who {
        let (id, record) = member::find(vault, typed)?;
        if people.contains(&id) {
            continue;
        }
        let account = treasury.account_of(id, wish.day);
        let witness = rules::witness(&Person::of(&record), account.as_ref(), wish.day);
        witnesses.push(witness.map_err(|why| ProofError::Unfit {
            typed: typed.clone(),
            why,
            day: wish.day,
        })?);
        people.push(id);
    }
    if people.len() < ENOUGH {
        return Err(ProofError::TooFew);
    }
    let bundle = Bundle {
        day: wish.day,
        made: today,
        union: treasury.plan.receiver.clone(),
        company: company::company(vault)?.name,
        witnesses,
    };
    let mut page = bundle.judge(Lang::Fr).into_bytes();
    let full = page.len().div_ceil(STEP).saturating_mul(STEP);
    page.resize(full, b'\n');
    let page = Zeroizing::new(page);
    let sealed = !wish.to.is_empty();
    let judge = if sealed {
        Zeroizing::new(age_file::seal(wish.to, &page, AgeForm::Binary).map_err(ExportError::from)?)
    } else {
        page
    };
    Ok(Ready {
        names: bundle.witnesses.iter().map(|w| w.name.clone()).collect(),
        people,
        employer: wish.employer.map(|path| (path.to_owned(), bundle.employer(Lang::Fr))),
        bundle,
        judge,
        readers: wish.to.iter().map(|r| r.text().to_owned()).collect(),
        sealed,
    })
}

impl Ready {
    /// Returns the SHA-256 of the file of the judge.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::write(&Sha256::digest(&*self.judge))
    }

    /// Writes both files, after the log got who is in the proof, whom it is for and its hash.
    ///
    /// # Durability
    /// The log first; then each file beside, synced, renamed.
    ///
    /// # Errors
    /// [`ProofError::Vault`], [`ProofError::Export`] for a file that cannot be written.
    pub fn write(
        &self,
        vault: &mut Vault,
        now_ms: u64,
        out: &Path,
        replace: bool,
    ) -> Result<Made, ProofError> {
        let sha256 = self.sha256();
        let mut readers = self.readers.clone();
        readers.push(format!("sha256:{sha256}"));
        let logged = match vault.note(now_ms, Verb::Exported, &self.people, &readers) {
            Ok(_) => true,
            Err(VaultError::Store(StoreError::Full(_) | StoreError::ReadOnly(_))) => false,
            Err(other) => return Err(other.into()),
        };
        let write = |path: &Path, bytes: &[u8]| {
            file::write_whole(path, bytes, replace).map_err(|error| export::not_written(path, error))
        };
        write(out, &self.judge)?;
        if let Some((path, page)) = &self.employer {
            write(path, page.as_bytes())?;
        }
        let lacks = self.bundle.lacks(self.employer.is_some());
        Ok(Made {
            day: self.bundle.day,
            members: self.people.len(),
            out: out.display().to_string(),
            sealed: self.sealed,
            sha256,
            employer: self.employer.as_ref().map(|(path, _)| path.display().to_string()),
            lacks: lacks.into_iter().map(Lacking::of).collect(),
            logged,
        })
    }
}
