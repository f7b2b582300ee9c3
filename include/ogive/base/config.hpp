// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 0, base. What every floor may need of the compiler.
#pragma once

/// A function of a loop's body: a call that is not inlined would cost more than the function.
#define OGIVE_INLINE [[gnu::always_inline]] inline
