// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The fourth derivative of every activation within the compilers' default limits, and what high derivatives cost:
// compiling is passing. Compiled once for each part: of the activations Part, Part + Parts, Part + 2·Parts, ….
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/activations/catalogue.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/expr.hpp>

namespace {

using namespace ogive;

constexpr std::size_t part = OGIVE_STATIC_PART, parts = OGIVE_STATIC_PARTS;

/// A message names the entry.
template <class Entry>
constexpr bool derives_four_times() {
  constexpr auto formula = Entry::formula;
  if constexpr (!detail::reads_rows<std::remove_cv_t<decltype(formula)>>) {
    static_assert(!program_of<derive(derive(derive(derive(formula))))>.code.empty());
    static_assert(!detail::executable_program<derive(derive(formula))>.code.empty());
  }
  return true;
}

template <class... Entries>
constexpr bool all_derive(std::type_identity<hana::tuple<Entries...>>) {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return ([] {
      if constexpr (I % parts == part) return derives_four_times<Entries>();
      else return true;
    }() && ...);
  }(std::make_index_sequence<sizeof...(Entries)>{});
}

static_assert(all_derive(std::type_identity<std::remove_cv_t<decltype(activations::catalogue)>>{}));

/// Instructions of the kernel of the derivative.
template <auto F>
constexpr std::size_t cost_of = detail::executable_program<F>.code.size();

constexpr auto first = derive(activations::mish);
static_assert(part != 0 || cost_of<derive(derive(first))> <= 4 * cost_of<first>);

}  // namespace
