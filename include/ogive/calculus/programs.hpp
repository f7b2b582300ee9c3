// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The passes in their order, as constants of a formula: what printers read (`program_of`), what
// kernels run (`value_program`, `fused_program`), and whether two formulas are the same.
#pragma once

#include <type_traits>

#include <ogive/calculus/basis.hpp>
#include <ogive/calculus/derive.hpp>
#include <ogive/calculus/exact.hpp>
#include <ogive/calculus/rounding.hpp>
#include <ogive/calculus/same.hpp>
#include <ogive/calculus/stable.hpp>
#include <ogive/program/lower.hpp>

namespace ogive {

/// What a kernel runs: marks for derivatives gone, limits and NaN in order, exponentials shared, each rounding on
/// purpose.
constexpr program executable(const program& p) {
  return compensate(fuse(write_out_basis(rewrite_stably(without_gradient_marks(p)))));
}

namespace detail {

/// What of a formula a fused kernel computes beside the value.
enum class beside_value { nothing, input_derivatives, all_derivatives };

constexpr program with_derivatives(const program& p, beside_value wanted) {
  list<symbol_slot> symbols;
  for (std::size_t i = 0; i != p.inputs.size(); ++i) symbols.push_back({operation::input, static_cast<int>(i)});
  if (wanted == beside_value::all_derivatives) {
    for (std::size_t i = 0; i != p.parameters.size(); ++i)
      symbols.push_back({operation::parameter, static_cast<int>(i)});
  }
  return differentiate(p, symbols, true);
}

template <auto F>
struct rewritten {
  constexpr program operator()() const;
};

}  // namespace detail

/// The program of a formula after the exact rules: derivatives carried out and small.
template <auto F>
requires computable<std::remove_cvref_t<decltype(F)>>
inline constexpr auto program_of = freeze<detail::rewritten<F>{}>();

namespace detail {

/// A derivative starts from the program of its body, a constant too: each order is a constant expression of its own, so
/// that high orders stay below the compilers' limits for one.
template <auto F, class Body, class Symbol>
constexpr program derived(std::type_identity<derivative<Body, Symbol>>) {
  const program body = thaw(program_of<F.body>);
  return differentiate(body, {slot_in(body, std::type_identity<Symbol>{})}, false);
}

template <auto F, class E>
constexpr program derived(std::type_identity<E>) {
  return lower(F);
}

template <auto F>
constexpr program rewritten<F>::operator()() const {
  return rewrite_exactly(derived<F>(std::type_identity<std::remove_cvref_t<decltype(F)>>{}));
}

template <auto F, beside_value Wanted>
struct to_run {
  constexpr program operator()() const {
    const program value = thaw(program_of<F>);
    if (Wanted == beside_value::nothing) return executable(value);
    return executable(with_derivatives(value, Wanted));
  }
};

/// The value, and the derivatives wanted, in one program with shared parts: f, ∂f/∂inputs…, ∂f/∂parameters….
template <auto F, beside_value Wanted = beside_value::nothing>
inline constexpr auto executable_program = freeze<to_run<F, Wanted>{}>();

}  // namespace detail

/// Are the formulas one, after the exact rules and up to the order of sums and products?
template <auto F, auto G>
inline constexpr bool same = equivalent(thaw(program_of<F>), thaw(program_of<G>));

}  // namespace ogive
