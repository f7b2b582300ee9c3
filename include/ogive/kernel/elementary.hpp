// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The elementary functions, each one template over a scalar (float, double; in constant expressions
// too) or a register: exp, expm1, log, log1p, sqrt, erf, erfc, sin, cos, atan, asinh, floor, pow. NaN in, NaN
// out; the tests state their accuracy.
#pragma once

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/error_function.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/elementary/fast.hpp>
#include <ogive/kernel/elementary/halved_exponential.hpp>
#include <ogive/kernel/elementary/logarithm.hpp>
#include <ogive/kernel/elementary/power.hpp>
#include <ogive/kernel/elementary/trigonometric.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// √x, correctly rounded.
template <class V>
OGIVE_INLINE constexpr V sqrt(const V& x) {
  return square_root(x);
}

/// ⌊x⌋; −0 stays −0.
template <class V>
OGIVE_INLINE constexpr V floor(const V& x) {
  if (is_constant_nan(x)) return x;
  return round_down(x);
}

}  // namespace ogive::detail::elementary
