// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// map, map_with_derivative and backward with a value of a parameter for each channel: the ranges are rows of a matrix,
// column j has value j. Beside the calls with one value, which are tested elsewhere.
#include <array>
#include <cstdlib>
#include <new>
#include <span>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "kernel/allocations.hpp"
#include "messages.hpp"

using namespace ogive::symbols;
using ogive::backward;
using ogive::map;
using ogive::map_with_derivative;
using ogive::activations::prelu;

namespace {

constexpr auto line = param<"offset">(1) + param<"factor">(2) * x;
constexpr auto bent = param<"gain">(1) * tanh(x * param<"width">(1));
constexpr auto gated = results(param<"scale">(1) * x * y, x - y);

template <class T>
inline constexpr std::size_t longest = 2 * ogive::detail::lanes<ogive::detail::native_batch<T>> + 1;

/// Small whole numbers and halves: sums of their products are exact.
template <class T>
std::vector<T> numbers(std::size_t n, unsigned seed) {
  std::vector<T> v;
  for (std::size_t i = 0; i != n; ++i) {
    seed = seed * 1664525U + 1013904223U;
    v.push_back(static_cast<T>(static_cast<int>(seed >> 27) - 16) / 2);
  }
  return v;
}

/// The elements of one column.
template <class T>
std::vector<T> column(const std::vector<T>& m, std::size_t columns, std::size_t j) {
  std::vector<T> v;
  for (std::size_t i = j; i < m.size(); i += columns) v.push_back(m[i]);
  return v;
}

template <class T>
void check_prelu(std::size_t rows, std::size_t columns) {
  const std::vector<T> in = numbers<T>(rows * columns, 1), upstream = numbers<T>(rows * columns, 2);
  const std::vector<T> slopes = numbers<T>(columns, 3);
  std::vector<T> out(in.size()), value(in.size()), slope(in.size()), grad(in.size()), sums(columns, 99);
  map<prelu>(in, out, param<"slope"> = slopes);
  map_with_derivative<prelu>(in, value, slope, param<"slope"> = slopes);
  backward<prelu>(in, upstream, grad, param<"slope"> = slopes, gradient<"slope"> = sums);
  for (std::size_t j = 0; j != columns; ++j) {
    INFO(8 * sizeof(T) << " bits, " << rows << " x " << columns << ", column " << j);
    std::vector<T> one_out(rows), one_slope(rows), one_grad(rows);
    const std::vector<T> one_in = column(in, columns, j), one_upstream = column(upstream, columns, j);
    map_with_derivative<prelu>(one_in, one_out, one_slope, param<"slope"> = slopes[j]);
    const auto g = backward<prelu>(one_in, one_upstream, one_grad, param<"slope"> = slopes[j]);
    REQUIRE(column(out, columns, j) == one_out);
    REQUIRE(column(value, columns, j) == one_out);
    REQUIRE(column(slope, columns, j) == one_slope);
    REQUIRE(column(grad, columns, j) == one_grad);
    REQUIRE(sums[j] == g[param<"slope">]);  // what stood there before is gone
  }
}

using floats = std::vector<float>;

}  // namespace

TEST_CASE("column j has the parameter's value j, in every number of columns") {
  for (std::size_t columns = 1; columns <= longest<float>; ++columns) check_prelu<float>(3, columns);
  for (std::size_t columns = 1; columns <= longest<double>; ++columns) check_prelu<double>(3, columns);
  check_prelu<float>(1, 7);
  check_prelu<float>(100, 5);
  check_prelu<float>(2, 300);
}

TEST_CASE("values for each channel come from any range") {
  const floats in{-1, -2, -3, -4, 5, 6};
  floats out(6);
  map<prelu>(in, out, param<"slope"> = floats{1, 2, 3});
  CHECK(out == floats{-1, -4, -9, -4, 5, 6});
  map<prelu>(in, out, param<"slope"> = std::array<float, 2>{1, 0});
  CHECK(out == floats{-1, 0, -3, 0, 5, 6});
  const float array[] = {0, 0, 0, 1, 1, 1};
  map<prelu>(param<"slope"> = array, in, out);
  CHECK(out == floats{0, 0, 0, -4, 5, 6});
  map<prelu>(in, out, param<"slope"> = std::span(array).last(1));  // one channel: every element is a row
  CHECK(out == floats{-1, -2, -3, -4, 5, 6});
}

TEST_CASE("one parameter for each channel, another with one value") {
  const floats in{1, 2, 3, 4, 5, 6}, upstream{1, 1, 1, 10, 10, 10}, offsets{100, 200, 300}, factors{1, 10, 100};
  floats out(6), grad(6), sums(3, -1), more(3, -1);
  map<line>(in, out, param<"offset"> = offsets, param<"factor"> = 3);
  CHECK(out == floats{103, 206, 309, 112, 215, 318});
  const auto g = backward<line>(in, upstream, grad, param<"offset"> = offsets, gradient<"offset"> = sums);
  CHECK(grad == floats{2, 2, 2, 20, 20, 20});  // the factor has its initial value
  CHECK(sums == floats{11, 11, 11});
  CHECK(g[param<"factor">] == 1 + 2 + 3 + 40 + 50 + 60);

  map<line>(in, out, param<"factor"> = factors, param<"offset"> = offsets);
  CHECK(out == floats{101, 220, 600, 104, 250, 900});
  backward<line>(in, upstream, grad, param<"factor"> = factors, param<"offset"> = offsets, gradient<"offset"> = sums,
                 gradient<"factor"> = more);
  CHECK(grad == floats{1, 10, 100, 10, 100, 1000});
  CHECK(sums == floats{11, 11, 11});
  CHECK(more == floats{41, 52, 63});
}

TEST_CASE("several inputs and results with a value for each channel") {
  const floats left{1, 2, 3, 4}, right{5, 6, 7, 8}, up_f{1, 1, 2, 2}, up_g{10, 20, 30, 40}, scales{2, 3};
  floats product(4), rest(4), grad_x(4), grad_y(4), sums(2);
  map<gated>(left, right, product, rest, param<"scale"> = scales);
  CHECK(product == floats{10, 36, 42, 96});
  CHECK(rest == floats{-4, -4, -4, -4});
  backward<gated>(left, right, up_f, up_g, grad_x, grad_y, param<"scale"> = scales, gradient<"scale"> = sums);
  CHECK(grad_x == floats{20, 38, 58, 88});
  CHECK(grad_y == floats{-8, -14, -18, -16});
  CHECK(sums == floats{5 + 42, 12 + 64});
}

TEST_CASE("gradients for each channel equal differences") {
  constexpr std::size_t rows = 5, columns = 9;
  const auto in = numbers<double>(rows * columns, 4), upstream = numbers<double>(rows * columns, 5);
  std::vector<double> gains(columns), widths(columns), grad(in.size()), by_gain(columns), by_width(columns),
      low(in.size());
  for (std::size_t j = 0; j != columns; ++j) {
    gains[j] = 1 + 0.125 * static_cast<double>(j);
    widths[j] = 0.25 + 0.0625 * static_cast<double>(j);
  }
  backward<bent>(in, upstream, grad, param<"gain"> = gains, param<"width"> = widths, gradient<"width"> = by_width,
                 gradient<"gain"> = by_gain);
  const auto total = [&](std::size_t j) {  // of column j
    std::vector<double> out(in.size());
    map<bent>(in, out, param<"gain"> = gains, param<"width"> = widths);
    double sum = 0;
    for (std::size_t i = j; i < in.size(); i += columns) sum += upstream[i] * out[i];
    return sum;
  };
  constexpr double h = 1e-5;
  for (std::size_t j = 0; j != columns; ++j) {
    for (auto [values, got] : {std::pair(&gains, by_gain[j]), std::pair(&widths, by_width[j])}) {
      const double before = (*values)[j];
      (*values)[j] = before + h;
      const double high = total(j);
      (*values)[j] = before - h;
      const double difference = (high - total(j)) / (2 * h);
      (*values)[j] = before;
      CHECK(got == Approx(difference).epsilon(1e-7).margin(1e-8));
    }
  }
}

TEST_CASE("with channels too a call works in place and gives the same bits again") {
  const auto in = numbers<float>(21 * 8, 6), upstream = numbers<float>(21 * 8, 7), slopes = numbers<float>(21, 8);
  floats out(in.size()), grad(in.size()), sums(21), again(21), in_place = in;
  map<prelu>(in, out, param<"slope"> = slopes);
  map<prelu>(in_place, in_place, param<"slope"> = slopes);
  CHECK(in_place == out);
  backward<prelu>(in, upstream, grad, param<"slope"> = slopes, gradient<"slope"> = sums);
  in_place = upstream;
  backward<prelu>(in, in_place, in_place, param<"slope"> = slopes, gradient<"slope"> = again);
  CHECK(in_place == grad);
  CHECK(again == sums);
}

TEST_CASE("a wrong call with channels says what is wrong") {
  floats six(6), other(6), three(3), four(4), none;
  const auto fails = [](auto call) { return message_of<ogive::error>(call); };
  says(fails([&] { map<prelu>(six, other, param<"slope"> = four); }),
       {"ogive::map<f>(in..., out): ", "6 elements and a parameter is bound to 4 values; pass whole rows"});
  says(fails([&] { map<prelu>(six, other, param<"slope"> = none); }),
       {"ogive::map<f>(in..., out): ", "bound to 0 values"});
  says(fails([&] { map<prelu>(six, three, param<"slope"> = three); }), {"2 x 3 elements and argument 2 has 1 x 3"});
  says(fails([&] { map_with_derivative<prelu>(six, other, four, param<"slope"> = three); }),
       {"ogive::map_with_derivative<f>(in..., out, slope...): argument 3 has 4 elements"});
  says(fails([&] { map<line>(six, other, param<"offset"> = three, param<"factor"> = six); }),
       {"parameter factor is bound to 6 values and the matrix has 3 columns"});
  says(fails([&] { backward<prelu>(six, six, other, param<"slope"> = three); }),
       {"ogive::backward<f>(in..., upstream..., grad...): parameter slope", "gradient<...> = range"});
  says(fails([&] { backward<prelu>(six, six, other, param<"slope"> = three, gradient<"slope"> = four); }),
       {"parameter slope is bound to 4 values and the matrix has 3 columns"});
  says(fails([&] {
         map<prelu>(std::span(six).first(4), std::span(six).last(4), param<"slope"> = std::span(four).first(2));
       }),
       {"argument 1 and argument 2 overlap"});
}

TEST_CASE("a call with channels allocates nothing") {
  const floats in(600, 1), upstream(600, 1), slopes(20);
  floats out(600), slope(600), grad(600), sums(20);
  const int before = allocations;
  map<prelu>(in, out, param<"slope"> = slopes);
  map_with_derivative<prelu>(in, out, slope, param<"slope"> = slopes);
  backward<prelu>(in, upstream, grad, param<"slope"> = slopes, gradient<"slope"> = sums);
  CHECK(allocations == before);
}
