//! A disk that fails on demand: the system calls that change files, of this thread only.
//!
//! The test program defines them itself, so that both Rust's library and SQLite call these; they count, fail if
//! asked to, and otherwise pass on to the system's own. What is tested is the program as it is, not a model of it.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_long, c_uint, c_void};

/// What happens from the failing call on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// One call gives an I/O error.
    Once,
    /// This and every later call gives an I/O error: the stick was pulled out.
    Gone,
    /// This and every later call that needs space is refused.
    Full,
    /// One write writes half and then reports an I/O error.
    Half,
}

impl Fault {
    pub const ALL: [Self; 4] = [Self::Once, Self::Gone, Self::Full, Self::Half];
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    /// Creates or grows something.
    Write,
    /// Flushes, shortens, renames or removes.
    Other,
}

#[derive(Clone, Copy)]
struct Plan {
    fault: Fault,
    /// Calls until the failing one.
    left: u32,
    hit: bool,
}

thread_local! {
    static PLAN: Cell<Option<Plan>> = const { Cell::new(None) };
}

/// Runs `work` with the call number `at` (from 0) failing; tells whether there was such a call.
pub fn with_fault<T>(fault: Fault, at: u32, work: impl FnOnce() -> T) -> (T, bool) {
    PLAN.set(Some(Plan { fault, left: at, hit: false }));
    let result = work();
    let plan = PLAN.take();
    (result, plan.is_some_and(|p| p.hit))
}

/// Whether this call fails, and how: `Some(true)` after writing half.
fn fails(call: Call) -> Option<bool> {
    let mut plan = PLAN.try_with(Cell::get).ok().flatten()?;
    if plan.fault == Fault::Full && call == Call::Other {
        return None;
    }
    let now = plan.left == 0;
    let again = plan.hit && matches!(plan.fault, Fault::Gone | Fault::Full);
    plan.left = plan.left.saturating_sub(1);
    if !plan.hit && now {
        plan.hit = true;
    } else if !again {
        PLAN.set(Some(plan));
        return None;
    }
    PLAN.set(Some(plan));
    // EIO, ENOSPC: the same on every Linux.
    let code = if plan.fault == Fault::Full { 28 } else { 5 };
    // SAFETY: glibc gives every thread its own valid errno.
    unsafe { *__errno_location() = code };
    Some(plan.fault == Fault::Half && call == Call::Write)
}

unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
}

/// The system's own function of a name.
macro_rules! system {
    ($name:literal, $type:ty) => {{
        // SAFETY: RTLD_NEXT (-1) finds the C library's function behind ours; its type is that of the declaration.
        unsafe { std::mem::transmute::<*mut c_void, $type>(dlsym(-1_isize as *mut c_void, $name.as_ptr())) }
    }};
}

macro_rules! failing {
    ($name:ident, $text:literal, $call:expr, ($($arg:ident: $type:ty),*)) => {
        /// Stands before the C library's function of the same name.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($arg: $type),*) -> c_int {
            if fails($call).is_some() {
                return -1;
            }
            let real = system!($text, unsafe extern "C" fn($($type),*) -> c_int);
            // SAFETY: passed on as given.
            unsafe { real($($arg),*) }
        }
    };
}

failing!(fsync, c"fsync", Call::Other, (fd: c_int));
failing!(fdatasync, c"fdatasync", Call::Other, (fd: c_int));
failing!(ftruncate, c"ftruncate", Call::Other, (fd: c_int, len: c_long));
failing!(ftruncate64, c"ftruncate64", Call::Other, (fd: c_int, len: c_long));
failing!(rename, c"rename", Call::Other, (from: *const c_char, to: *const c_char));
failing!(unlink, c"unlink", Call::Other, (path: *const c_char));
failing!(mkdir, c"mkdir", Call::Write, (path: *const c_char, mode: c_uint));

macro_rules! failing_open {
    ($name:ident, $text:literal) => {
        /// Stands before the C library's function; opening for reading never fails here.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
            // O_CREAT
            if flags & 0o100 != 0 && fails(Call::Write).is_some() {
                return -1;
            }
            let real = system!($text, unsafe extern "C" fn(*const c_char, c_int, ...) -> c_int);
            // SAFETY: passed on as given.
            unsafe { real(path, flags, mode) }
        }
    };
}

failing_open!(open, c"open");
failing_open!(open64, c"open64");

macro_rules! failing_write {
    ($name:ident, $text:literal, ($($at:ident: $type:ty)?)) => {
        /// Stands before the C library's function.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(fd: c_int, data: *const c_void, len: usize $(, $at: $type)?) -> isize {
            let real = system!($text, unsafe extern "C" fn(c_int, *const c_void, usize $(, $type)?) -> isize);
            match fails(Call::Write) {
                // SAFETY: passed on as given, or the first half of it.
                None => unsafe { real(fd, data, len $(, $at)?) },
                Some(half) => {
                    if half {
                        // SAFETY: as above.
                        unsafe { real(fd, data, len / 2 $(, $at)?) };
                    }
                    -1
                }
            }
        }
    };
}

failing_write!(write, c"write", ());
failing_write!(pwrite, c"pwrite", (at: c_long));
failing_write!(pwrite64, c"pwrite64", (at: c_long));
