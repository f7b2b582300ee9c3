// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// backward_from_output and backward_from_bits against backward, for lengths around those of registers and words, in
// place.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "kernel/allocations.hpp"

using namespace ogive::symbols;
namespace a = ogive::activations;

namespace {

constexpr std::size_t lengths[] = {0, 1, 3, 7, 8, 15, 16, 17, 31, 63, 64, 65, 127, 130, 400};

template <class T>
std::vector<T> inputs(std::size_t n) {
  std::vector<T> in(n);
  for (std::size_t i = 0; i != n; ++i) in[i] = static_cast<T>(i * 37 % 97) / T(16) - T(3);
  return in;
}

/// Where the output has reached a limit, the derivative is still a number near the right one.
template <auto F, class T>
void check_far() {
  std::vector<T> in;
  for (int n = -30; n <= 30; ++n) {
    for (const double m : {1.0, 1.7, 3.3}) in.push_back(static_cast<T>(m * std::pow(10.0, n)));
  }
  for (int i = 1; i <= 200; ++i) in.push_back(static_cast<T>(i) / T(8));
  for (std::size_t i = in.size(); i-- != 0;) in.push_back(-in[i]);
  const std::vector<T> upstream(in.size(), T(1));
  std::vector<T> out(in.size()), found(in.size()), expected(in.size());
  ogive::map<F>(in, out);
  ogive::backward<F>(in, upstream, expected);
  ogive::backward_from_output<F>(out, upstream, found);
  for (std::size_t i = 0; i != in.size(); ++i) {
    if (!std::isfinite(out[i]) || !std::isfinite(expected[i])) continue;
    INFO(ogive::text<F> << " at " << in[i] << ", which is " << out[i]);
    CHECK(std::abs(found[i] - expected[i]) <= T(1e-3) * (1 + std::abs(expected[i])));
  }
}

template <auto F, class T>
void check_output() {
  for (const std::size_t n : lengths) {
    const std::vector<T> in = inputs<T>(n), upstream(n, T(2));
    std::vector<T> out(n), expected(n);
    ogive::map<F>(in, out);
    ogive::backward<F>(in, upstream, expected);
    ogive::backward_from_output<F>(out, upstream, out);  // in place
    for (std::size_t i = 0; i != n; ++i)
      CHECK(std::abs(out[i] - expected[i]) <=
            T(8) * std::numeric_limits<T>::epsilon() * (T(2) + std::abs(expected[i])));
  }
}

template <auto F, class T>
void check_bits() {
  for (const std::size_t n : lengths) {
    const std::vector<T> in = inputs<T>(n), upstream(n, T(2));
    std::vector<T> out(n), grad = upstream, value(n), expected(n);
    std::vector<std::uint64_t> bits((n + 63) / 64);
    ogive::map_with_bits<F>(in, out, bits);
    ogive::map<F>(in, value);
    CHECK(out == value);
    ogive::backward<F>(in, upstream, expected);
    ogive::backward_from_bits<F>(bits, grad, grad);
    CHECK(grad == expected);
  }
}

}  // namespace

TEMPLATE_TEST_CASE("backward from the output", "", float, double) {
  check_output<a::sigmoid, TestType>();
  check_output<a::tanh, TestType>();
  check_output<a::relu, TestType>();
  check_output<a::elu, TestType>();
  check_output<a::selu, TestType>();
  check_output<a::leaky_relu, TestType>();
  check_output<a::softplus, TestType>();
  check_output<a::arctan, TestType>();
  check_output<a::log_sigmoid, TestType>();
  check_output<a::softsign, TestType>();
  check_output<a::isru, TestType>();
  check_output<a::isrlu, TestType>();
  check_output<exp(x), TestType>();
  // the value of a sum with a root, of a power
  check_output<a::squareplus, TestType>();
  check_output<a::bent_identity, TestType>();
  check_output<x - sqrt(x * x + 3), TestType>();
  check_output<a::relu_squared, TestType>();
  check_output<a::star_relu, TestType>();
  check_output<x * x * x, TestType>();
  check_output<pow(max(x, 0), 2.5), TestType>();
  // pieces that have no value in common
  check_output<a::relu6, TestType>();
  check_output<a::hard_tanh, TestType>();
  check_output<a::hard_sigmoid, TestType>();
  check_output<a::hard_sigmoid_onnx, TestType>();
  check_output<a::threshold, TestType>();
  check_output<a::srelu, TestType>();
  check_output<a::sparse_plus, TestType>();
  check_output<a::hardshrink, TestType>();
  check_output<a::softshrink, TestType>();
  check_output<where(x > 1, 2 * x, where(x < -1, x, x * x * x)), TestType>();
  static_assert(!ogive::has_backward_from_output<x * x> && !ogive::has_backward_from_output<abs(x)> &&
                !ogive::has_backward_from_output<a::hard_swish>);
  check_far<tanh(x * x * x), TestType>();
  check_far<softplus(x * x * x), TestType>();
  check_far<atan(exp(x)), TestType>();
  check_output<x / sqrt(1 + 0.3 * x * x), TestType>();
  static_assert(!ogive::has_backward_from_output<where(x > 1, 0.5 * x, x)>);  // values in common
  // what rounds to a limit is the other piece's
  static_assert(!ogive::has_backward_from_output<where(x >= 10, x - 9, tanh(x))>);
  static_assert(!ogive::has_backward_from_output<where(x <= 0, x, exp(-x))>);
  static_assert(!ogive::has_backward_from_output<3 - sqrt(x * x + 1) + x>);
  static_assert(!ogive::has_backward_from_output<a::swish> && !ogive::has_backward_from_output<a::gelu> &&
                !ogive::has_backward_from_output<a::mish>);
}

TEST_CASE("backward passes without the input allocate nothing") {
  const std::vector<float> in(1003, 0.5F), upstream(1003, 1.0F);
  std::vector<float> out(1003), grad(1003);
  std::vector<std::uint64_t> bits(16);
  const int before = allocations;
  ogive::map<a::elu>(in, out);
  ogive::backward_from_output<a::elu>(out, upstream, grad);
  ogive::map_with_bits<a::relu>(in, out, bits);
  ogive::backward_from_bits<a::relu>(bits, upstream, grad);
  CHECK(allocations == before);
  void* const counted = ::operator new(8);  // a call, which no compiler leaves out
  ::operator delete(counted);
  CHECK(allocations == before + 1);
}

TEST_CASE("a bound parameter reaches the derivative over the output") {
  const std::vector<double> in{-1, 2}, upstream{1, 1};
  std::vector<double> out(2), grad(2), expected(2);
  static_assert(ogive::has_backward_from_output<tanh(param<"scale">(1) * x), true>);
  constexpr auto f = tanh(param<"scale">(1) * x);
  ogive::map<f>(in, out, param<"scale"> = 0.5);
  ogive::backward<f>(in, upstream, expected, param<"scale"> = 0.5);
  ogive::backward_from_output<f>(out, upstream, grad, param<"scale"> = 0.5);
  CHECK(grad[0] == Approx(expected[0]));
  CHECK(grad[1] == Approx(expected[1]));
}

TEMPLATE_TEST_CASE("backward from one bit for each element", "", float, double) {
  check_bits<a::relu, TestType>();
  check_bits<a::leaky_relu, TestType>();
  check_bits<a::prelu, TestType>();
  check_bits<a::relu6, TestType>();
  check_bits<a::hard_tanh, TestType>();
  check_bits<a::identity, TestType>();
  static_assert(!ogive::slopes_of<a::tanh>.exist);
  const std::vector<TestType> in(65);
  std::vector<TestType> out(65);
  std::vector<std::uint64_t> bits(1);
  CHECK_THROWS_WITH(ogive::map_with_bits<a::relu>(in, out, bits),
                    Catch::Contains("pass at least one std::uint64_t for each 64"));
}
