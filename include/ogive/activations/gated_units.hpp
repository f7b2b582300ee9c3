// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. Gated units: two inputs, x and y, the halves of a layer; one opens the way for the other.
#pragma once

#include <ogive/activations/sigmoids.hpp>  // here sigmoid(x) means the formula of this name, whatever is included first
#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::x;
using symbols::y;

/// glu(x, y) = x · σ(y)
///
/// The gated linear unit; y is the gate, as in PyTorch. Dauphin, Fan, Auli, Grangier 2017, arXiv:1612.08083.
inline constexpr auto glu = x * sigmoid(y);

/// swiglu(x, y) = x · σ(x) · y
///
/// Gated by swish; x is the gate, here and in the units below. The choice of many large language models.
/// Shazeer 2020, arXiv:2002.05202.
inline constexpr auto swiglu = x * sigmoid(x) * y;

/// geglu(x, y) = x · Φ(x) · y
///
/// Gated by gelu. Shazeer 2020, arXiv:2002.05202.
inline constexpr auto geglu = x * cdf(x) * y;

/// reglu(x, y) = max(x, 0) · y
///
/// Gated by relu. Shazeer 2020, arXiv:2002.05202.
inline constexpr auto reglu = max(x, 0) * y;

/// bilinear(x, y) = x · y
///
/// A gate without an activation. Mnih, Hinton 2007, ICML; Shazeer 2020, arXiv:2002.05202.
inline constexpr auto bilinear = x * y;

/// maxout(x, y) = max(x, y)
///
/// The larger of two pieces; more of them by nesting: maxout(x, maxout(y, z)). At a tie the derivative goes to x.
/// Goodfellow, Warde-Farley, Mirza, Courville, Bengio 2013, arXiv:1302.4389.
inline constexpr auto maxout = max(x, y);

}  // namespace ogive::activations
