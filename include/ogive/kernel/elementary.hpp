// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The elementary functions, each one template over a scalar (float, double; in constant expressions
// too) or a register: exp, expm1, log, log1p, sqrt, erf, erfc, pdf, cdf. NaN in, NaN out; the tests state their accuracy.
#pragma once

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/error_function.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/elementary/logarithm.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// √x, correctly rounded.
template <class V>
OGIVE_INLINE constexpr V sqrt(const V& x) {
  return square_root(x);
}

}  // namespace ogive::detail::elementary
