// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. S-shaped curves and the integral of one. Where an activation bears the name of its function, the
// function is named by its operation: in its own initialiser a name means the variable.
#pragma once

#include <ogive/expr/language.hpp>
#include <ogive/expr/node.hpp>
#include <ogive/expr/symbols.hpp>

namespace ogive::activations {

using symbols::x;

/// sigmoid(x) = 1 / (1 + e⁻ˣ)
///
/// The logistic function σ, between 0 and 1; its slope is at most 1/4, at 0.
/// Verhulst 1845; as a unit of networks: Rumelhart, Hinton, Williams 1986, Nature 323.
inline constexpr auto sigmoid = word<operation::sigmoid>(x);

/// tanh(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
///
/// The hyperbolic tangent, odd, between −1 and 1; its slope at 0 is 1.
/// LeCun, Bottou, Orr, Müller 1998, Efficient BackProp.
inline constexpr auto tanh = word<operation::tanh>(x);

/// softplus(x) = ln(1 + eˣ)
///
/// A smooth rectifier, the integral of σ. PyTorch's β = 1, without its threshold at 20.
/// Dugas, Bengio, Bélisle, Nadeau, Garcia 2001, NIPS.
inline constexpr auto softplus = word<operation::softplus>(x);

/// softsign(x) = x / (1 + |x|)
///
/// Like tanh with tails that fall as 1/x² and need no exponential.
/// Bergstra, Desjardins, Lamblin, Bengio 2009, Université de Montréal, report 1337.
inline constexpr auto softsign = x / (1 + abs(x));

}  // namespace ogive::activations
