// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// fast(f) composes with the words of the language and with the calls. Compiling is passing.
#include <ogive/ogive.hpp>

using ogive::derive;
using ogive::evaluate;
using ogive::rewriting;
using ogive::same;
using ogive::text;
using namespace ogive::symbols;
namespace a = ogive::activations;

template <auto F>
inline constexpr bool is_fast = ogive::program_of<F>.rules == rewriting::fast;

// a formula, its derivatives, what it is a part of, several
constexpr auto quick = fast(x * tanh(x));
static_assert(is_fast<quick> && is_fast<derive(quick)> && is_fast<derive(derive(quick))>);
static_assert(is_fast<1 + quick> && is_fast<quick(2 * x)> && is_fast<derive(quick)(x + y)>);
static_assert(is_fast<results(quick, exp(x))> && is_fast<fast(results(x, exp(x)))>);
static_assert(is_fast<at_kink<left>(fast(max(x, 0)))> && !is_fast<x * tanh(x)>);
static_assert(is_fast<fast(rewrite_by<rewriting::exact>(exp(x)))> &&
              is_fast<rewrite_by<rewriting::exact>(fast(exp(x)))>);

// it is the same formula
static_assert(same<quick, a::lisht> && text<derive(quick)> == text<derive(a::lisht)>);

// by other kernels, in constant expressions too
constexpr float half = evaluate<fast(tanh(x))>(0.5F);
static_assert(0.4621170F < half && half < 0.4621174F && evaluate<fast(tanh(x))>(50.0F) == 1);
static_assert(evaluate<fast(exp(x))>(0.0F) == 1 && evaluate<fast(softplus(x))>(90.0F) == 90);
constexpr double exactly = evaluate<tanh(x)>(0.5), fast_in_double = evaluate<fast(tanh(x))>(0.5);
static_assert(exactly - fast_in_double < 1e-15 && fast_in_double - exactly < 1e-15);
static_assert(evaluate<derive(fast(tanh(x)))>(50.0F) < 1e-40F);  // 0, or what it is
static_assert(quick(50.0) == 50);
