// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The passes in their order, as constants of a formula: what printers read (`program_of`), what
// kernels run (`value_program`, `fused_program`), and whether two formulas are the same.
#pragma once

#include <type_traits>

#include <ogive/calculus/basis.hpp>
#include <ogive/calculus/cancellation.hpp>
#include <ogive/calculus/carry_out.hpp>
#include <ogive/calculus/compositions.hpp>
#include <ogive/calculus/cost.hpp>
#include <ogive/calculus/derive.hpp>
#include <ogive/calculus/exact.hpp>
#include <ogive/calculus/fast.hpp>
#include <ogive/calculus/kept.hpp>
#include <ogive/calculus/ranges.hpp>
#include <ogive/calculus/rounding.hpp>
#include <ogive/calculus/same.hpp>
#include <ogive/calculus/stable.hpp>
#include <ogive/program/lower.hpp>

namespace ogive {

/// Choices as a kernel has them: by the rules for infinity and NaN, or plain if the program is not to have those.
constexpr program with_selects(const program& p) {
  if (p.rules >= rewriting::stable) return rewrite_stably(p);
  program to = p.fresh();
  detail::list<program::position> moved;
  for (const instruction& step : p.code) {
    instruction i = detail::relocated(step, moved);
    if (i.op == operation::where_less) i.op = operation::select_less;
    if (i.op == operation::where_less_equal) i.op = operation::select_less_equal;
    moved.push_back(to.emit(i));
  }
  for (const program::position r : p.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
  return to;
}

/// Functions of functions, and functions of one family, over what a kernel has. Where the fast rules offer a kernel of
/// its own for a function, its part in the exponential that the others share may be cheaper.
constexpr program written_out(const program& p) {
  const program composed = write_out_compositions(p);
  if (p.rules != rewriting::fast) return write_out_basis(composed);
  return cheaper(choose_fast_kernels(write_out_basis(choose_fast_functions(composed))),
                 choose_fast_kernels(write_out_basis(composed)));
}

/// Rounding errors are made good only where that is wanted.
constexpr program with_roundings(const program& p) {
  if (p.rules == rewriting::stable) return mark_ranges(round_on_purpose(p));  // no ?: here, g++ 12 loses the result of one
  return mark_ranges(fuse(p));
}

/// What a program with fast rules is without them: more accurate, and at times cheaper.
constexpr program written_out_stably(program p) {
  p.rules = rewriting::stable;
  return with_roundings(written_out(p));
}

/// What a kernel runs: marks for derivatives gone, cancellation mended, limits and NaN in order, exponentials shared,
/// each rounding on purpose.
constexpr program executable(const program& p, std::uint64_t channels = exact_rewriter::every_parameter) {
  const program stable = with_selects(mend_cancellation(without_gradient_marks(p, channels)));
  const program ready = with_roundings(written_out(stable));
  if (stable.rules == rewriting::fast) return cheaper(written_out_stably(stable), ready);
  return ready;  // no ?: here, nor in `cheaper`, for the reason above
}

namespace detail {

/// What of a formula a fused kernel computes beside the value.
enum class beside_value { nothing, input_derivatives, all_derivatives };

/// The inputs of a program, then its parameters.
constexpr list<symbol_slot> every_symbol(const program& p, bool parameters = true) {
  list<symbol_slot> symbols;
  for (std::size_t i = 0; i != p.inputs.size(); ++i) symbols.push_back({operation::input, static_cast<int>(i)});
  for (std::size_t i = 0; parameters && i != p.parameters.size(); ++i)
    symbols.push_back({operation::parameter, static_cast<int>(i)});
  return symbols;
}

constexpr program with_derivatives(const program& p, beside_value wanted) {
  return differentiate(p, every_symbol(p, wanted == beside_value::all_derivatives), true);
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

template <auto Body, class Symbol>
constexpr bool makes_a_matrix() {
  const program body = thaw(program_of<Body>);
  return derivative_is_a_matrix(body, slot_in(body, std::type_identity<Symbol>{}));
}

/// A derivative starts from the program of its body, a constant too: each order is a constant expression of its own, so
/// that high orders stay below the compilers' limits for one.
template <auto F, class Body, class Symbol>
constexpr program derived(std::type_identity<derivative<Body, Symbol>>) {
  const program body = thaw(program_of<F.body>);
  const symbol_slot symbol = slot_in(body, std::type_identity<Symbol>{});
  if constexpr (reads_rows<Body>) {
    constexpr bool is_matrix = makes_a_matrix<F.body, Symbol>();
    static_assert(!is_matrix,
                  "ogive::derive(f): f makes a row of a row, and its derivative is a matrix; use backward_rows<f>");
    if constexpr (is_matrix) return body;  // all is said
  }
  return derivative_program(body, symbol);
}

template <auto F, class E>
constexpr program derived(std::type_identity<E>) {
  return lower(F);
}

template <auto F>
constexpr program rewritten<F>::operator()() const {
  return rewrite_exactly(derived<F>(std::type_identity<std::remove_cvref_t<decltype(F)>>{}));
}

/// The parameters' values in a call: what it binds, or the initial ones of all, which are then numbers of the program.
enum class parameter_values : bool { bound, initial };

/// The value, and the derivatives wanted, before the passes for running.
template <auto F, beside_value Wanted, parameter_values Values>
constexpr program program_with() {
  if constexpr (Values == parameter_values::initial) {
    // the call has them, and their gradients, all the same
    const program bound = program_with<F, Wanted, parameter_values::bound>();
    program p = with_initial_values(bound);
    p.parameters = bound.parameters;
    return p;
  } else if constexpr (Wanted == beside_value::nothing) return thaw(program_of<F>);
  else return with_derivatives(thaw(program_of<F>), Wanted);
}

template <auto F, beside_value Wanted, parameter_values Values>
struct to_run {
  constexpr program operator()() const { return executable(program_with<F, Wanted, Values>()); }
};

/// A long program takes the passes of `executable` one by one, for compilers limit what a constant may cost.
template <auto F, beside_value Wanted, parameter_values Values>
struct to_derive {
  constexpr program operator()() const { return program_with<F, Wanted, Values>(); }
};
constexpr program unmarked(const program& p) { return mend_cancellation(without_gradient_marks(p)); }
template <const auto& Program, program (*Pass)(const program&)>
struct passed_through {
  constexpr program operator()() const { return Pass(thaw(Program)); }
};
template <auto F, beside_value Wanted, parameter_values Values = parameter_values::bound>
inline constexpr auto derived_program = freeze<to_derive<F, Wanted, Values>{}>();
template <auto F, beside_value Wanted, parameter_values Values>
inline constexpr auto unmarked_program = freeze<passed_through<derived_program<F, Wanted, Values>, &unmarked>{}>();
template <auto F, beside_value Wanted, parameter_values Values>
inline constexpr auto stable_program = freeze<passed_through<unmarked_program<F, Wanted, Values>, &with_selects>{}>();
template <auto F, beside_value Wanted, parameter_values Values>
inline constexpr auto basis_program =
    freeze<passed_through<stable_program<F, Wanted, Values>, &ogive::written_out>{}>();

template <auto F, beside_value Wanted, parameter_values Values>
constexpr auto make_executable() {
  constexpr std::size_t short_program = 50;
  if constexpr (program_of<F>.code.size() <= short_program) return freeze<to_run<F, Wanted, Values>{}>();
  else return freeze<passed_through<basis_program<F, Wanted, Values>, &with_roundings>{}>();
}

/// The value, and the derivatives wanted, in one program with shared parts: f, ∂f/∂inputs…, ∂f/∂parameters….
template <auto F, beside_value Wanted = beside_value::nothing, parameter_values Values = parameter_values::bound>
inline constexpr auto executable_program = make_executable<F, Wanted, Values>();

/// The same for a call with these arguments: without a binding every parameter is a number, and x · 1 is x.
template <auto F, beside_value Wanted, class... Args>
inline constexpr const auto& program_of_call =
    executable_program<F, Wanted,
                       program_of<F>.parameters.size() == 0 || (is_binding<std::remove_cvref_t<Args>> || ...)
                           ? parameter_values::bound
                           : parameter_values::initial>;

/// The value of a formula that reads rows; `Channels` has a bit for each parameter with a value for each column.
template <auto F, std::uint64_t Channels>
struct rows_to_run {
  constexpr program operator()() const { return executable(thaw(program_of<F>), Channels); }
};
template <auto F, std::uint64_t Channels>
inline constexpr auto row_program = freeze<rows_to_run<F, Channels>{}>();

template <class Program>
constexpr bool has_kink_rules(const Program& p) {
  for (const instruction& i : p.code) {
    if ((i.op == operation::where_less || i.op == operation::where_less_equal) && i.value != 0) return true;
  }
  return false;
}

/// The gradients of its inputs, then of its parameters, from the inputs and an upstream gradient for each result.
template <auto F, std::uint64_t Channels>
struct row_gradients_to_run {
  constexpr program operator()() const {
    static_assert(
        !has_kink_rules(program_of<F>),
        "ogive: at_kink<policy>(f) in backward_rows, or in backward with a value for each channel: left and right are "
        "those of one input, not of a row; leave it out, or give f derivatives of your own: with_gradient(f, g)");
    const program value = thaw(program_of<F>);
    return executable(vector_jacobian_product(value, every_symbol(value), Channels), Channels);
  }
};
template <auto F, std::uint64_t Channels>
inline constexpr auto row_gradient_program = freeze<row_gradients_to_run<F, Channels>{}>();

/// The values, then the gradient of the first input, from the inputs and an upstream gradient for each result.
template <auto F>
struct row_values_with_gradient_to_run {
  constexpr program operator()() const {
    return executable(vector_jacobian_product(thaw(program_of<F>), {{operation::input, 0}}, 0, true), 0);
  }
};
template <auto F>
inline constexpr auto row_program_with_gradient = freeze<row_values_with_gradient_to_run<F>{}>();

/// The two, separately, with what backward needs kept by forward; see kept.hpp.
template <auto F, std::uint64_t Channels>
struct keeping_rows_to_run {
  constexpr program operator()() const {
    return keeping(thaw(row_program<F, Channels>), thaw(row_gradient_program<F, Channels>));
  }
};
template <auto F, std::uint64_t Channels>
inline constexpr auto keeping_row_program = freeze<keeping_rows_to_run<F, Channels>{}>();

template <auto F, std::uint64_t Channels>
struct kept_gradients_to_run {
  constexpr program operator()() const {
    return from_kept(thaw(row_gradient_program<F, Channels>), program_of<F>.inputs.size());
  }
};
template <auto F, std::uint64_t Channels>
inline constexpr auto kept_row_gradient_program = freeze<kept_gradients_to_run<F, Channels>{}>();

}  // namespace detail

/// Are the formulas one, after the exact rules and up to the order of sums and products?
template <auto F, auto G>
inline constexpr bool same = equivalent(thaw(program_of<F>), thaw(program_of<G>));

}  // namespace ogive
