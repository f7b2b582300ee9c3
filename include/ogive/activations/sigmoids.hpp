// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. S-shaped curves. Where an activation bears the name of its function, the function is named by its
// operation: in its own initialiser a name means the variable.
#pragma once

#include <ogive/expr/call.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/node.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::param;
using symbols::x;

/// sigmoid(x) = 1 / (1 + e⁻ˣ)
///
/// The logistic function σ, between 0 and 1; its slope is at most 1/4, at 0.
/// Verhulst 1845; as a unit of networks: Rumelhart, Hinton, Williams 1986, Nature 323.
inline constexpr auto sigmoid = word<operation::sigmoid>(x);

/// hard_sigmoid(x) = relu6(x + 3) / 6
///
/// A sigmoid of three lines as PyTorch, Keras 3 and JAX have it; its derivative at both kinks, ±3, is 0.
/// Howard, Sandler, Chu et al. 2019, arXiv:1905.02244 (MobileNetV3).
inline constexpr auto hard_sigmoid = clamp(x + 3, 0, 6) / 6;

/// hard_sigmoid_onnx(x) = min(max(0.2·x + 0.5, 0), 1)
///
/// The other convention, that of ONNX, Theano and Keras 2; kinks at ±2.5.
/// Courbariaux, Bengio, David 2015, arXiv:1511.00363 (the idea, with slope 1/2).
inline constexpr auto hard_sigmoid_onnx = clamp(0.2 * x + 0.5, 0, 1);

/// tanh(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
///
/// The hyperbolic tangent, odd, between −1 and 1; its slope at 0 is 1.
/// LeCun, Bottou, Orr, Müller 1998, Efficient BackProp.
inline constexpr auto tanh = word<operation::tanh>(x);

/// hard_tanh(x) = min(max(x, −1), 1)
///
/// A tanh of three lines; its derivative at both kinks is 0.
/// Collobert 2004, Université Paris VI, Large scale machine learning.
inline constexpr auto hard_tanh = clamp(x, -1, 1);

/// lecun_tanh(x) = 1.7159 · tanh(⅔·x)
///
/// Scaled so that f(±1) = ±1 to five digits and the second derivative is greatest near ±1; its slope at 0 is 1.1439.
/// LeCun, Bottou, Orr, Müller 1998, Efficient BackProp.
inline constexpr auto lecun_tanh = 1.7159 * tanh(2.0 / 3 * x);

/// softsign(x) = x / (1 + |x|)
///
/// Like tanh with tails that fall as 1/x² and need no exponential.
/// Bergstra, Desjardins, Lamblin, Bengio 2009, Université de Montréal, report 1337.
inline constexpr auto softsign = x / (1 + abs(x));

/// arctan(x) = arctan x
///
/// Between ±π/2, with tails that fall as 1/x; its slope at 0 is 1.
/// Textbook; as a gate of the input: Huang 2024, arXiv:2405.20768.
inline constexpr auto arctan = atan(x);

/// asinh(x) = ln(x + √(x² + 1))
///
/// Odd, unbounded, a logarithm of both signs: compresses large values without saturating.
/// Textbook; the inverse of the hyperbolic sine.
inline constexpr auto asinh = word<operation::asinh>(x);

/// cloglog(x) = 1 − exp(−eˣ)
///
/// The complementary log-log curve, between 0 and 1 and not symmetric; its slope is at most 1/e, at 0.
/// Gomes, Ludermir 2008, HIS (as an activation).
inline constexpr auto cloglog = -expm1(-exp(x));

/// dyt(x) = weight · tanh(α·x) + bias
///
/// Dynamic tanh: stands in the place of a normalisation, without a reduction. α = ½ at first; weight and bias are one
/// per channel. Zhu, Chen, He, LeCun, Liu 2025, arXiv:2503.10622.
inline constexpr auto dyt = param<"weight">(1) * tanh(param<"alpha">(0.5) * x) + param<"bias">(0);

/// derf(x) = weight · erf(α·x + s) + bias
///
/// Dynamic erf: as dyt, with a learned shift s, 0 at first. Chen, Lu, Zhu, Sun, Liu 2025, arXiv:2512.10938.
inline constexpr auto derf = param<"weight">(1) * erf(param<"alpha">(0.5) * x + param<"s">(0)) + param<"bias">(0);

}  // namespace ogive::activations
