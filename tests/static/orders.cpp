// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// High derivatives of every activation within the compilers' default limits: compiling is passing.
#include <type_traits>

#include <ogive/activations/catalogue.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/expr.hpp>

namespace {

template <auto F>
constexpr bool derives_five_times() {
  constexpr auto third = derive(derive(derive(F)));
  return !ogive::program_of<derive(derive(third))>.code.empty() && !ogive::detail::executable_program<third>.code.empty();
}

template <class... Entries>
constexpr bool all_derive(std::type_identity<ogive::hana::tuple<Entries...>>) {
  return (derives_five_times<Entries::formula>() && ...);
}

}  // namespace

static_assert(all_derive(std::type_identity<std::remove_cv_t<decltype(ogive::activations::catalogue)>>{}));
