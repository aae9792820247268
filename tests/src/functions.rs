//! Tables of OpenGL functions, found by name at run time and called with slices.
//!
//! Invariant: no function that the tables make safe lets GL read or write beyond what it was given.

use std::ffi::{CStr, c_char, c_void};

/// Finds a function by its name in C.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<extern "system" fn()>;

/// What a Rust argument is in C.
pub(crate) trait Raw {
    type C;
    fn c(self) -> Self::C;
}

macro_rules! numbers {
    ($($t:ty),*) => { $(impl Raw for $t { type C = $t; fn c(self) -> $t { self } })* };
}
numbers!(u8, u16, u32, i8, i16, i32, u64, f32, f64, isize);

impl<T, const N: usize> Raw for &[T; N] {
    type C = *const T;
    fn c(self) -> *const T {
        self.as_ptr()
    }
}

impl<T, const N: usize> Raw for &mut [T; N] {
    type C = *mut T;
    fn c(self) -> *mut T {
        self.as_mut_ptr()
    }
}

/// An offset into the buffer that is bound.
#[derive(Clone, Copy)]
pub(crate) struct Offset(pub(crate) usize);

impl Raw for Offset {
    type C = *const c_void;
    fn c(self) -> *const c_void {
        self.0 as *const c_void
    }
}

impl Raw for &CStr {
    type C = *const c_char;
    fn c(self) -> *const c_char {
        self.as_ptr()
    }
}

/// A type `Gl` with the functions of the current context, and a safe method for each that takes only numbers.
macro_rules! functions {
    (
        numbers { $( $safe:ident $safe_symbol:literal ($($a:ident : $ty:ty),*) $(-> $ret:ty)? ; )* }
        memory { $( $raw:ident $raw_symbol:literal ($($raw_ty:ty),*) $(-> $raw_ret:ty)? ; )* }
    ) => {
        /// The functions of the current context.
        pub(crate) struct Gl {
            $( $safe: unsafe extern "C" fn($(<$ty as $crate::functions::Raw>::C),*) $(-> $ret)?, )*
            $( $raw: unsafe extern "C" fn($($raw_ty),*) $(-> $raw_ret)?, )*
        }

        impl Gl {
            /// Looks every function up.
            ///
            /// # Errors
            /// Names the function that the driver lacks.
            pub(crate) fn load(lookup: $crate::functions::Lookup<'_>) -> Result<Self, String> {
                let find = |name: &str| lookup(name).ok_or(format!("the driver has no {name}"));
                Ok(Self {
                    // SAFETY: the pointer is that of the function of this name, whose C prototype the table repeats.
                    $( $safe: unsafe {
                        std::mem::transmute::<extern "system" fn(), unsafe extern "C" fn($(<$ty as $crate::functions::Raw>::C),*) $(-> $ret)?>(find($safe_symbol)?)
                    }, )*
                    // SAFETY: as above.
                    $( $raw: unsafe {
                        std::mem::transmute::<extern "system" fn(), unsafe extern "C" fn($($raw_ty),*) $(-> $raw_ret)?>(find($raw_symbol)?)
                    }, )*
                })
            }

            $(
                pub(crate) fn $safe(&self, $($a: $ty),*) $(-> $ret)? {
                    // SAFETY: all arguments are numbers, offsets that GL checks, or arrays as long as it reads.
                    unsafe { (self.$safe)($($crate::functions::Raw::c($a)),*) }
                }
            )*
        }
    };
}
pub(crate) use functions;
