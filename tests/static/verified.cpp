// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Every activation is verified at compile time, within the compilers' default limits: compiling is passing. Compiled
// once for each part: of the activations Part, Part + Parts, Part + 2·Parts, ….
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/activations/catalogue.hpp>
#include <ogive/expr.hpp>
#include <ogive/verify/verified.hpp>

namespace {

using namespace ogive;
using namespace ogive::symbols;

constexpr std::size_t part = OGIVE_STATIC_PART, parts = OGIVE_STATIC_PARTS;

/// A message names the entry.
template <class Entry>
constexpr bool is_verified() {
  static_assert(verified<Entry::formula>);
  return true;
}

template <class... Entries>
constexpr bool all_verified(std::type_identity<hana::tuple<Entries...>>) {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return ([] {
      if constexpr (I % parts == part) return is_verified<Entries>();
      else return true;
    }() && ...);
  }
  (std::make_index_sequence<sizeof...(Entries)>{});
}

static_assert(all_verified(std::type_identity<std::remove_cv_t<decltype(activations::catalogue)>>{}));

#if OGIVE_STATIC_PART == 0

// results, derivatives of second order, kink rules, domains of half a line, claims that hold
constexpr auto swish = x * sigmoid(x);
static_assert(verified<results(swish, square(x), x* y)>);
static_assert(verified<derive(swish)>);
static_assert(verified<at_kink<middle>(max(x, 0.1 * x))>);
static_assert(verified<x * log(x)>);
static_assert(verified<pow(abs(x), 2.5)>);
static_assert(verified<with_gradient(square(x), x* x)>);

// each row of the rulebook, by itself, and rows that are not right
constexpr bool all_rows_are_right() {
  for (const primitive& row : rules::rulebook) {
    for (const auto& [u, v] : {std::pair{0.375, 1.25}, std::pair{2.125, -0.75}}) {
      for (int k = 0; k != arity(row.op); ++k) {
        if (!detail::row_is_right(row, static_cast<std::size_t>(k), u, v)) return false;
      }
    }
  }
  return true;
}
static_assert(all_rows_are_right());
constexpr primitive wrong_sine = detail::row<-cos(x)>(operation::sin, "sin", none);
constexpr primitive wrong_tanh = detail::row<1 - tanh(x)>(operation::tanh, "tanh", none);
static_assert(!detail::row_is_right(wrong_sine, 0, 0.375, 0));
static_assert(!detail::row_is_right(wrong_tanh, 0, 0.375, 0));

#endif

}  // namespace
