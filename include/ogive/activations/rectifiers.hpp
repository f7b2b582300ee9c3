// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. The rectifier family: the identity to the right of 0, something small to the left.
#pragma once

#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// relu(x) = max(x, 0)
///
/// The rectifier. Its derivative at the kink is 0, that of the constant.
/// Nair, Hinton 2010, ICML; Glorot, Bordes, Bengio 2011, AISTATS.
inline constexpr auto relu = max(x, 0);

/// leaky_relu(x) = x > 0 ? x : 0.01·x
///
/// A rectifier that does not die; 0.01 is PyTorch's slope (Keras 0.3). Another slope: prelu with its parameter bound.
/// Maas, Hannun, Ng 2013, ICML workshop.
inline constexpr auto leaky_relu = where(x > 0, x, 0.01 * x);

/// prelu(x) = x > 0 ? x : slope·x
///
/// The leaky rectifier with a learned slope, 0.25 at first. The derivative at the kink is the slope.
/// He, Zhang, Ren, Sun 2015, arXiv:1502.01852.
inline constexpr auto prelu = where(x > 0, x, param<"slope">(0.25) * x);

/// elu(x) = x > 0 ? x : α·(eˣ − 1)
///
/// Tends to −α on the left; smooth at 0 for α = 1, the default. α is a parameter: bind it to fix it, else a trainer
/// learns it. Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289.
inline constexpr auto elu = where(x > 0, x, param<"alpha">(1) * expm1(x));

}  // namespace ogive::activations
