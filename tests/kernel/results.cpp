// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Several results and named inputs as they are called: the order of ranges, one upstream for each result, derivatives,
// and the pointwise parts of an LSTM and a GRU cell beside hand-written formulas in long double.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "kernel/allocations.hpp"
#include "messages.hpp"

using namespace ogive::symbols;
using ogive::backward;
using ogive::derive;
using ogive::map;
using ogive::map_with_derivative;

namespace {

constexpr auto sum_and_product = results(x + 2 * y, x* x* y);
constexpr auto with_parameter = results(param<"p">(3) * x * y, param<"p">(3) * x, param<"q">(1) - y);

// Hochreiter, Schmidhuber 1997 with the forget gate of Gers et al. 2000: the new cell, and what the layer gives
constexpr auto cell = sigmoid(input<"forget">) * input<"cell"> + sigmoid(input<"in">) * tanh(input<"candidate">);
constexpr auto hidden = sigmoid(input<"out">) * tanh(cell);
constexpr auto lstm = results(cell, hidden);

// Cho et al. 2014, reset after the product as in cuDNN: x, y, z are what the input adds to the three gates
constexpr auto update = sigmoid(x + input<"update">);
constexpr auto fresh = tanh(z + sigmoid(y + input<"reset">) * input<"new">);
constexpr auto gru = results((1 - update) * fresh + update * input<"state">, fresh);

using real = long double;
using point = std::vector<real>;

real logistic(real u) { return 1 / (1 + std::exp(-u)); }

/// forget, cell, in, candidate, out
point reference_lstm(const point& v) {
  const real c = logistic(v[0]) * v[1] + logistic(v[2]) * std::tanh(v[3]);
  return {c, logistic(v[4]) * std::tanh(c)};
}

/// x, y, z, then update, reset, new, state in the order in which the formula names them
point reference_gru(const point& v) {
  const real u = logistic(v[0] + v[3]), n = std::tanh(v[2] + logistic(v[1] + v[4]) * v[5]);
  return {(1 - u) * n + u * v[6], n};
}

real difference(const std::function<point(const point&)>& f, point v, std::size_t input, std::size_t result) {
  constexpr real h = 1e-5L;
  point low = v;
  v[input] += h, low[input] -= h;
  return (f(v)[result] - f(low)[result]) / (2 * h);
}

template <class T>
std::vector<std::vector<T>> random_columns(std::size_t count, std::size_t n) {
  unsigned seed = 1;
  std::vector<std::vector<T>> columns(count, std::vector<T>(n));
  for (auto& c : columns) {
    for (T& v : c)
      seed = seed * 1664525U + 1013904223U, v = static_cast<T>(static_cast<double>(seed >> 8) * 0x1p-21 - 4);
  }
  return columns;
}

template <class T>
bool is_near(T got, real expected) {
  return std::abs(static_cast<real>(got) - expected) <= (sizeof(T) == 4 ? 1e-6L : 1e-9L) * (1 + std::abs(expected));
}

/// map, map_with_derivative and backward of a cell with two results beside the reference, in every tail.
template <auto F, class T, std::size_t... In>
void check_cell(const std::function<point(const point&)>& reference, std::index_sequence<In...>) {
  constexpr std::size_t inputs = sizeof...(In);
  constexpr std::size_t longest = 2 * ogive::detail::lanes<ogive::detail::native_batch<T>> + 1;
  for (std::size_t n = 0; n <= longest; ++n) {
    const auto in = random_columns<T>(inputs, n), upstream = random_columns<T>(inputs + 2, n);
    std::vector<T> first(n), second(n), value(n), other(n);
    std::vector<std::vector<T>> slopes(2 * inputs, std::vector<T>(n)), grads(inputs, std::vector<T>(n));
    map<F>(in[In]..., first, second);
    [&]<std::size_t... S>(std::index_sequence<S...>) {
      map_with_derivative<F>(in[In]..., value, other, slopes[S]...);  // both results by input 0, both by input 1, …
    }
    (std::make_index_sequence<2 * inputs>{});
    backward<F>(in[In]..., upstream[inputs], upstream[inputs + 1], grads[In]...);
    for (std::size_t i = 0; i != n; ++i) {
      const point v{static_cast<real>(in[In][i])...}, expected = reference(v);
      REQUIRE(is_near(first[i], expected[0]));
      REQUIRE(is_near(second[i], expected[1]));
      REQUIRE(is_near(value[i], expected[0]));
      REQUIRE(is_near(other[i], expected[1]));
      for (std::size_t k = 0; k != inputs; ++k) {
        INFO(8 * sizeof(T) << " bits, element " << i << " of " << n << ", input " << k);
        const real d[] = {difference(reference, v, k, 0), difference(reference, v, k, 1)};
        REQUIRE(is_near(slopes[2 * k][i], d[0]));
        REQUIRE(is_near(slopes[2 * k + 1][i], d[1]));
        const real up[] = {upstream[inputs][i], upstream[inputs + 1][i]};
        REQUIRE(is_near(grads[k][i], up[0] * d[0] + up[1] * d[1]));
      }
    }
  }
}

using floats = std::vector<float>;

}  // namespace

// what results share stands once: the hidden state contains the cell
static_assert(ogive::program_of<lstm>.code.size() == ogive::program_of<hidden>.code.size());
static_assert(ogive::program_of<results(exp(x), exp(x) * y)>.code.size() == 4);
static_assert(ogive::program_of<results(x, x)>.code.size() == 1);

TEST_CASE("several results take an output each, in their order") {
  const floats left{1, 2, 3}, right{10, 20, 30};
  floats sum(3), product(3);
  map<sum_and_product>(left, right, sum, product);
  CHECK(sum == floats{21, 42, 63});
  CHECK(product == floats{10, 80, 270});
  map<results(y, x)>(left, right, sum, product);
  CHECK(sum == right);
  CHECK(product == left);
  floats third(3);
  map<results(x, 4, x)>(left, sum, product, third);
  CHECK(sum == left);
  CHECK(third == left);
  CHECK(product == floats{4, 4, 4});
}

TEST_CASE("all values come first, then all derivatives by x, then all by y") {
  const floats left{1, 2, 3}, right{10, 20, 30};
  std::array<floats, 6> out;
  out.fill(floats(3));
  map_with_derivative<sum_and_product>(left, right, out[0], out[1], out[2], out[3], out[4], out[5]);
  CHECK(out ==
        std::array<floats, 6>{floats{21, 42, 63}, {10, 80, 270}, {1, 1, 1}, {20, 80, 180}, {2, 2, 2}, {1, 4, 9}});
  map<derive(sum_and_product)>(left, right, out[4], out[5]);
  CHECK(out[4] == out[2]);
  CHECK(out[5] == out[3]);
}

TEST_CASE("backward takes one upstream for each result and adds what they send back") {
  const floats left{1, 2, 3}, right{10, 20, 30}, up_sum{1, 0, 2}, up_product{0, 1, 3};
  floats grad_x(3), grad_y(3), grad(3);
  backward<sum_and_product>(left, right, up_sum, up_product, grad_x, grad_y);
  CHECK(grad_x == floats{1, 80, 2 + 3 * 180});
  CHECK(grad_y == floats{2, 4, 4 + 3 * 9});
  backward<results(x, 4, x * x)>(left, up_sum, up_product, up_product, grad);
  CHECK(grad == floats{1, 4, 2 + 18});
  const auto g = backward<with_parameter>(left, right, up_sum, up_product, up_sum, grad_x, grad_y);
  CHECK(grad_x == floats{30, 3, 2 * 90 + 9});
  CHECK(grad_y == floats{3 - 1, 0, 18 - 2});
  CHECK(g[param<"p">] == 1 * 10 + 2 + 2 * 90 + 9);
  CHECK(g[param<"q">] == 3);
}

TEST_CASE("an output of several results may be the memory of an input") {
  floats left{1, 2, 3}, right{10, 20, 30};
  map<sum_and_product>(left, right, right, left);
  CHECK(right == floats{21, 42, 63});
  CHECK(left == floats{10, 80, 270});
  floats one{1, 2, 3}, two{4, 5, 6}, grad(3);
  backward<results(x, x * x)>(one, two, grad, one);  // grad holds zeros as the second upstream
  CHECK(one == floats{4, 5, 6});
  says(message_of<ogive::error>([&] { map<sum_and_product>(left, right, grad, grad); }),
       {"argument 3 and argument 4 overlap"});
  says(message_of<ogive::error>([&] { backward<results(x, x * x)>(left, right, floats(2), grad); }),
       {"ogive::backward<f>(in..., upstream..., grad...): argument 1 has 3 elements and argument 3 has 2"});
}

TEST_CASE("named inputs come after x, y and z in the order of appearance") {
  constexpr auto f = input<"b"> - z * input<"a"> + x;
  const floats first{1}, third{10}, b{100}, a{1000};
  floats out(1), grad_x(1), grad_z(1), grad_b(1), grad_a(1);
  map<f>(first, third, b, a, out);
  CHECK(out == floats{100 - 10 * 1000 + 1});
  backward<f>(first, third, b, a, floats{2}, grad_x, grad_z, grad_b, grad_a);
  CHECK(grad_x == floats{2});
  CHECK(grad_z == floats{-2000});
  CHECK(grad_b == floats{2});
  CHECK(grad_a == floats{-20});
  map<derive(f, wrt(input<"a">))>(first, third, b, a, out);
  CHECK(out == floats{-10});
}

TEST_CASE("the pointwise part of an LSTM cell") {
  check_cell<lstm, float>(reference_lstm, std::make_index_sequence<5>{});
  check_cell<lstm, double>(reference_lstm, std::make_index_sequence<5>{});
}

TEST_CASE("the pointwise part of a GRU cell") { check_cell<gru, double>(reference_gru, std::make_index_sequence<7>{}); }

TEST_CASE("gated units") {
  namespace a = ogive::activations;
  const auto in = random_columns<double>(2, 19);
  std::vector<double> out(19);
  const auto check = [&](auto expected) {
    for (std::size_t i = 0; i != 19; ++i) REQUIRE(is_near(out[i], expected(real{in[0][i]}, real{in[1][i]})));
  };
  map<a::glu>(in[0], in[1], out);
  check([](real u, real v) { return u * logistic(v); });
  map<a::swiglu>(in[0], in[1], out);
  check([](real u, real v) { return u * logistic(u) * v; });
  map<a::geglu>(in[0], in[1], out);
  check([](real u, real v) { return u * std::erfc(-u / std::sqrt(real{2})) / 2 * v; });
  map<a::reglu>(in[0], in[1], out);
  check([](real u, real v) { return std::max(u, real{0}) * v; });
  map<a::bilinear>(in[0], in[1], out);
  check([](real u, real v) { return u * v; });
}

TEST_CASE("a call with several results allocates nothing") {
  const floats v(100, 0.5F);
  std::array<floats, 12> out;
  out.fill(floats(100));
  const int before = allocations;
  map<lstm>(v, v, v, v, v, out[0], out[1]);
  backward<lstm>(v, v, v, v, v, v, v, out[0], out[1], out[2], out[3], out[4]);
  map_with_derivative<results(x, exp(x))>(v, out[0], out[1], out[2], out[3]);
  CHECK(allocations == before);
}
