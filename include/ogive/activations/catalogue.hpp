// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Wing, activations. The list of all activations: what tests, benchmarks, documents and the command line walk. One that
// is not listed here does not exist.
#pragma once

#include <string_view>

#include <ogive/activations/gates.hpp>
#include <ogive/activations/rectifiers.hpp>
#include <ogive/activations/sigmoids.hpp>
#include <ogive/base/hana.hpp>

namespace ogive::activations {

/// An activation with its name, as types: a walk can use both as template arguments.
template <fixed_string Name, auto Formula>
struct entry {
  static constexpr std::string_view name = Name.view();
  static constexpr auto formula = Formula;
};

/// Every activation: `hana::for_each(catalogue, [](auto e) { … e.name … map<e.formula>(in, out) … })`.
inline constexpr auto catalogue = hana::make_tuple(  //
    entry<"relu", relu>{},                           //
    entry<"leaky_relu", leaky_relu>{},               //
    entry<"prelu", prelu>{},                         //
    entry<"elu", elu>{},                             //
    entry<"sigmoid", sigmoid>{},                     //
    entry<"tanh", tanh>{},                           //
    entry<"softplus", softplus>{},                   //
    entry<"softsign", softsign>{},                   //
    entry<"swish", swish>{},                         //
    entry<"gelu", gelu>{},                           //
    entry<"gelu_tanh", gelu_tanh>{},                 //
    entry<"mish", mish>{});

}  // namespace ogive::activations
