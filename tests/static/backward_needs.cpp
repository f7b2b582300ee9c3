// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What backward needs of a formula, at compile time. Each assertion reads as what it says.
#include <ogive/activations/catalogue.hpp>
#include <ogive/calculus/backward_needs.hpp>

namespace {

using namespace ogive;
using symbols::param, symbols::x, symbols::y;
namespace a = activations;
using need = backward_need;

template <class F>
constexpr need of(const F& f) {
  return needs_of(lower(f));
}
/// With the parameters at their initial values, not learned.
template <class F>
constexpr need fixed(const F& f) {
  return needs_of(with_initial_values(lower(f)));
}

// of a formula by its name
static_assert(backward_needs<a::relu> == need::one_bit);
static_assert(backward_needs<a::tanh> == need::output);
static_assert(backward_needs<a::swish> == need::input);

// the derivatives are the same everywhere
static_assert(of(x) == need::none);
static_assert(of(3 * x - 1) == need::none);
static_assert(of(x + y) == need::none);
static_assert(of(stop(exp(x))) == need::none);

// two constants
static_assert(of(a::relu) == need::one_bit);
static_assert(of(a::relu6) == need::one_bit);
static_assert(of(a::leaky_relu) == need::one_bit);
static_assert(of(a::hard_sigmoid) == need::one_bit);
static_assert(of(a::maxout) == need::one_bit);
static_assert(of(a::threshold) == need::one_bit);
static_assert(fixed(a::prelu) == need::one_bit);
static_assert(of(a::prelu) == need::input);      // ∂/∂slope is x on the left
static_assert(fixed(a::srelu) == need::output);  // three constants
static_assert(of(abs(x)) == need::input);        // sign(x) is 0 at 0

// functions of the output: inverse functions, also of parts, and by sign
static_assert(of(a::sigmoid) == need::output);
static_assert(of(a::tanh) == need::output);
static_assert(of(exp(x)) == need::output);
static_assert(of(sqrt(x)) == need::output);
static_assert(of(a::log_sigmoid) == need::output);
static_assert(of(a::lecun_tanh) == need::output);
static_assert(of(a::cloglog) == need::output);
static_assert(of(square(exp(x))) == need::output);
static_assert(of(1 / (1 + exp(-x))) == need::output);
static_assert(of(a::selu) == need::output);
static_assert(fixed(a::elu) == need::output);
static_assert(fixed(a::celu) == need::output);
static_assert(of(a::elu) == need::input);                         // α < 0 gives both branches the same sign
static_assert(of(where(x > 0, x, -2 * expm1(x))) == need::input);
static_assert(of(where(x < 0, x, exp(x))) == need::output);
static_assert(of(where(x <= 0, exp(x), -x)) == need::output);
static_assert(of(where(x > 1, x, exp(x))) == need::input);        // not by a sign

// the input
static_assert(of(square(x)) == need::input);
static_assert(of(sin(x)) == need::input);
static_assert(of(a::swish) == need::input);
static_assert(of(a::gelu) == need::input);
static_assert(of(a::mish) == need::input);
static_assert(of(x * y) == need::input);
static_assert(of(a::swiglu) == need::input);

// rows
static_assert(of(a::softmax) == need::output);
static_assert(of(row_mean(x)) == need::none);
static_assert(of(a::mse) == need::input);
static_assert(of(a::layer_norm) == need::input);

}  // namespace
