// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What map_rows and backward_rows compute: values and gradients beside a reference in long double, masks, ties,
// parameters, several results, kept numbers. How they are called is tested in row_calls.cpp.
#include <cmath>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "messages.hpp"

using namespace ogive::symbols;
using ogive::as_rows;
using ogive::backward_rows;
using ogive::map_rows;
using ogive::activations::log_sum_exp;
using ogive::activations::softmax;

namespace {

constexpr auto above_first = row_max(x) * x;
constexpr auto scaled = param<"weight">(1) * x / sqrt(row_mean(square(x)) + param<"epsilon">(0.5));
constexpr auto distance = row_sum(square(x - y));
constexpr auto both = results(softmax, log_sum_exp);

using row = std::vector<long double>;
using function = std::function<row(const row&)>;

row reference_softmax(const row& u) {
  long double sum = 0;
  row e;
  for (const long double v : u) e.push_back(std::exp(v)), sum += e.back();
  for (long double& v : e) v /= sum;
  return e;
}

row reference_log_sum_exp(const row& u) {
  long double sum = 0;
  for (const long double v : u) sum += std::exp(v);
  return {std::log(sum)};
}

row reference_scaled(const row& u, const row& weights, long double epsilon) {
  long double sum = 0;
  for (const long double v : u) sum += v * v;
  row out;
  for (std::size_t j = 0; j != u.size(); ++j)
    out.push_back(weights[j] * u[j] / std::sqrt(sum / static_cast<long double>(u.size()) + epsilon));
  return out;
}

long double dot(const row& u, const row& v) {
  long double sum = 0;
  for (std::size_t j = 0; j != u.size(); ++j) sum += u[j] * v[j];
  return sum;
}

/// (F(u + h·eⱼ) − F(u − h·eⱼ)) / 2h for the sum F of the results, each by its upstream.
long double difference(const function& f, row u, const row& upstream, std::size_t j) {
  constexpr long double h = 1e-5L;
  row low = u;
  u[j] += h, low[j] -= h;
  return (dot(upstream, f(u)) - dot(upstream, f(low))) / (2 * h);
}

/// Numbers between −2 and 2 that look like any.
template <class T>
std::vector<T> numbers(std::size_t n, unsigned seed) {
  std::vector<T> v;
  for (std::size_t i = 0; i != n; ++i) {
    seed = seed * 1664525U + 1013904223U;
    v.push_back(static_cast<T>(static_cast<double>(seed >> 8) * 0x1p-22 - 2));
  }
  return v;
}

template <class T>
row row_of(const std::vector<T>& m, std::size_t columns, std::size_t i) {
  const auto begin = m.begin() + static_cast<std::ptrdiff_t>(i * columns);
  return row(begin, begin + static_cast<std::ptrdiff_t>(columns));
}

template <class T>
bool is_near(T got, long double expected) {
  return std::abs(static_cast<long double>(got) - expected) <=
         (sizeof(T) == 4 ? 1e-6L : 1e-9L) * (1 + std::abs(expected));
}

/// Values and gradients of a formula of one input and one result beside the reference.
template <auto F, class T>
void check(const function& f, std::size_t rows, std::size_t columns, bool one_for_each_row) {
  const std::size_t width = one_for_each_row ? 1 : columns;
  const auto in = numbers<T>(rows * columns, 1), upstream = numbers<T>(rows * width, 2);
  std::vector<T> out(rows * width), grad(rows * columns);
  map_rows<F>(as_rows(in, columns), as_rows(out, width));
  backward_rows<F>(as_rows(in, columns), as_rows(upstream, width), as_rows(grad, columns));
  for (std::size_t i = 0; i != rows; ++i) {
    const row u = row_of(in, columns, i), up = row_of(upstream, width, i), expected = f(u);
    for (std::size_t j = 0; j != width; ++j) {
      INFO(8 * sizeof(T) << " bits, " << rows << " x " << columns << " at " << i << ", " << j);
      REQUIRE(is_near(out[i * width + j], expected[j]));
    }
    for (std::size_t j = 0; j != columns; ++j) {
      INFO("gradient, " << 8 * sizeof(T) << " bits, " << rows << " x " << columns << " at " << i << ", " << j);
      REQUIRE(is_near(grad[i * columns + j], difference(f, u, up, j)));
    }
  }
}

template <auto F, class T>
void check_shapes(const function& f, bool one_for_each_row) {
  constexpr std::size_t longest = 2 * ogive::detail::lanes<ogive::detail::native_batch<T>> + 1;
  for (std::size_t columns = 1; columns <= longest; ++columns) check<F, T>(f, 3, columns, one_for_each_row);
  check<F, T>(f, 1, 4 * longest, one_for_each_row);
  check<F, T>(f, 101, 5, one_for_each_row);
  check<F, T>(f, 2, 301, one_for_each_row);
}

using floats = std::vector<float>;

constexpr float infinity = std::numeric_limits<float>::infinity(),
                not_a_number = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("softmax and its gradient in every length") {
  check_shapes<softmax, float>(reference_softmax, false);
  check_shapes<softmax, double>(reference_softmax, false);
}

TEST_CASE("one number for each row and its gradient in every length") {
  check_shapes<log_sum_exp, double>(reference_log_sum_exp, true);
}

TEST_CASE("an output of a call on rows may be the memory of an input") {
  const auto in = numbers<float>(5 * 21, 3), upstream = numbers<float>(5 * 21, 4);
  floats out(in.size()), grad(in.size()), in_place = in;
  map_rows<softmax>(as_rows(in, 21), as_rows(out, 21));
  map_rows<softmax>(as_rows(in_place, 21), as_rows(in_place, 21));
  CHECK(in_place == out);
  backward_rows<softmax>(as_rows(in, 21), as_rows(upstream, 21), as_rows(grad, 21));
  in_place = in;
  backward_rows<softmax>(as_rows(in_place, 21), as_rows(upstream, 21), as_rows(in_place, 21));
  CHECK(in_place == grad);
  in_place = upstream;
  backward_rows<softmax>(as_rows(in, 21), as_rows(in_place, 21), as_rows(in_place, 21));
  CHECK(in_place == grad);
}

TEST_CASE("a row has the same bits wherever it stands and however often it is computed") {
  constexpr std::size_t columns = 37;
  const auto in = numbers<float>(9 * columns, 5), upstream = numbers<float>(9 * columns, 6);
  floats out(in.size()), again(in.size()), grad(in.size()), alone(columns);
  map_rows<softmax>(as_rows(in, columns), as_rows(out, columns));
  map_rows<softmax>(as_rows(in, columns), as_rows(again, columns));
  CHECK(out == again);
  backward_rows<softmax>(as_rows(in, columns), as_rows(upstream, columns), as_rows(grad, columns));
  for (std::size_t i = 0; i != 9; ++i) {
    const auto row_in = std::span(in).subspan(i * columns, columns),
               row_up = std::span(upstream).subspan(i * columns, columns);
    map_rows<softmax>(row_in, alone);
    CHECK(std::equal(alone.begin(), alone.end(), out.begin() + static_cast<std::ptrdiff_t>(i * columns)));
    backward_rows<softmax>(row_in, row_up, alone);
    CHECK(std::equal(alone.begin(), alone.end(), grad.begin() + static_cast<std::ptrdiff_t>(i * columns)));
  }
}

TEST_CASE("a masked entry has no probability and no gradient") {
  const floats in{4, -infinity, 4, 4, 4}, upstream{1, 5, -1, 2, 0};
  floats out(5), grad(5);
  map_rows<softmax>(in, out);
  CHECK(out == floats{0.25, 0, 0.25, 0.25, 0.25});
  backward_rows<softmax>(in, upstream, grad);
  CHECK(grad == floats{0.125, 0, -0.375, 0.375, -0.125});
  const float one[] = {1};
  backward_rows<log_sum_exp>(in, one, grad);
  CHECK(grad == floats{0.25, 0, 0.25, 0.25, 0.25});
}

TEST_CASE("a row of nothing but masks, or with NaN, is NaN and its neighbours are not") {
  for (const float bad : {-infinity, not_a_number}) {
    floats in(3 * 19, 1), out(in.size()), grad(in.size());
    for (std::size_t j = 19; j != 38; ++j) in[j] = bad != bad && j != 37 ? 1.0F : bad;
    map_rows<softmax>(as_rows(in, 19), as_rows(out, 19));
    backward_rows<softmax>(as_rows(in, 19), as_rows(in, 19), as_rows(grad, 19));
    for (std::size_t j = 0; j != in.size(); ++j) {
      INFO(bad << " in row 1, element " << j << ": " << out[j] << ", " << grad[j]);
      CHECK(std::isnan(out[j]) == (j / 19 == 1));
      CHECK(std::isnan(grad[j]) == (j / 19 == 1));
    }
  }
}

TEST_CASE("the derivative of row_max goes to the first maximum") {
  for (const std::size_t n : {2U, 7U, 16U, 33U, 100U}) {
    for (std::size_t first = 0; first != n; ++first) {
      floats in(n, -1), out(n), grad(n), upstream(n, 1);
      for (std::size_t j = first; j < n; j += 3) in[j] = 2;
      map_rows<above_first>(in, out);
      backward_rows<above_first>(in, upstream, grad);
      float sum = 0;
      for (const float v : in) sum += v;
      for (std::size_t j = 0; j != n; ++j) {
        INFO(n << " columns, first maximum in " << first << ", column " << j);
        REQUIRE(out[j] == 2 * in[j]);
        REQUIRE(grad[j] == 2 + (j == first ? sum : 0));  // Σⱼ xⱼ reaches the maximum
      }
    }
  }
}

TEST_CASE("parameters of a row formula: one value, or one for each column") {
  constexpr std::size_t rows = 6, columns = 19;
  const auto in = numbers<double>(rows * columns, 7), upstream = numbers<double>(rows * columns, 8);
  const auto weight = numbers<double>(columns, 9);
  std::vector<double> out(in.size()), grad(in.size()), weight_grad(columns, 99);
  const row weights(weight.begin(), weight.end());
  const auto upstream_of = [&](std::size_t i) { return row_of(upstream, columns, i); };
  const auto total = [&](const row& w, long double epsilon) {
    long double sum = 0;
    for (std::size_t i = 0; i != rows; ++i)
      sum += dot(upstream_of(i), reference_scaled(row_of(in, columns, i), w, epsilon));
    return sum;
  };
  const long double h = 1e-5L;

  SECTION("a range for the weight") {
    map_rows<scaled>(as_rows(in, columns), as_rows(out, columns), param<"weight"> = weight, param<"epsilon"> = 0.25);
    const auto g =
        backward_rows<scaled>(as_rows(in, columns), as_rows(upstream, columns), as_rows(grad, columns),
                              param<"weight"> = weight, gradient<"weight"> = weight_grad, param<"epsilon"> = 0.25);
    for (std::size_t i = 0; i != rows; ++i) {
      const function f = [&](const row& u) { return reference_scaled(u, weights, 0.25L); };
      const row u = row_of(in, columns, i), expected = f(u);
      for (std::size_t j = 0; j != columns; ++j) {
        CHECK(is_near(out[i * columns + j], expected[j]));
        CHECK(is_near(grad[i * columns + j], difference(f, u, upstream_of(i), j)));
      }
    }
    for (std::size_t j = 0; j != columns; ++j) {
      row high = weights, low = weights;
      high[j] += h, low[j] -= h;
      CHECK(is_near(weight_grad[j], (total(high, 0.25L) - total(low, 0.25L)) / (2 * h)));  // 99 is gone
    }
    CHECK(is_near(g[param<"epsilon">], (total(weights, 0.25L + h) - total(weights, 0.25L - h)) / (2 * h)));
  }
  SECTION("one value for the weight") {
    const auto g = backward_rows<scaled>(as_rows(in, columns), as_rows(upstream, columns), as_rows(grad, columns),
                                         param<"weight"> = 3);
    const auto by_weight = [&](long double w) { return total(row(columns, w), 0.5L); };
    CHECK(is_near(g[param<"weight">], (by_weight(3 + h) - by_weight(3 - h)) / (2 * h)));
    const row three(columns, 3);
    CHECK(is_near(g[param<"epsilon">], (total(three, 0.5L + h) - total(three, 0.5L - h)) / (2 * h)));
  }
}

TEST_CASE("the upstream of one number for a row has one element for each row") {
  const floats left{1, 2, 3, 4, 5, 6}, right{0, 0, 0, 1, 1, 1}, upstream{1, 10};
  floats out(2), grad_x(6), grad_y(6);
  map_rows<distance>(as_rows(left, 3), as_rows(right, 3), out);
  CHECK(out == floats{14, 9 + 16 + 25});
  backward_rows<distance>(as_rows(left, 3), as_rows(right, 3), upstream, as_rows(grad_x, 3), as_rows(grad_y, 3));
  CHECK(grad_x == floats{2, 4, 6, 60, 80, 100});
  CHECK(grad_y == floats{-2, -4, -6, -60, -80, -100});
  floats column(2);
  map_rows<distance>(as_rows(left, 3), as_rows(right, 3), as_rows(column, 1));  // as a matrix of one column too
  CHECK(column == out);
}

TEST_CASE("two results, one of them one number for a row") {
  constexpr std::size_t rows = 4, columns = 18;
  const auto in = numbers<float>(rows * columns, 10), upstream = numbers<float>(rows * columns, 11),
             once = numbers<float>(rows, 12);
  floats probabilities(in.size()), logs(rows), grad(in.size());
  map_rows<both>(as_rows(in, columns), as_rows(probabilities, columns), logs);
  backward_rows<both>(as_rows(in, columns), as_rows(upstream, columns), once, as_rows(grad, columns));
  const function f = [](const row& u) {
    row all = reference_softmax(u);
    all.push_back(reference_log_sum_exp(u)[0]);
    return all;
  };
  for (std::size_t i = 0; i != rows; ++i) {
    const row u = row_of(in, columns, i), expected = f(u);
    row up = row_of(upstream, columns, i);
    up.push_back(once[i]);
    CHECK(is_near(logs[i], expected[columns]));
    for (std::size_t j = 0; j != columns; ++j) {
      CHECK(is_near(probabilities[i * columns + j], expected[j]));
      CHECK(is_near(grad[i * columns + j], difference(f, u, up, j)));
    }
  }
}

TEST_CASE("backward may use the numbers that forward kept") {
  constexpr std::size_t rows = 5, columns = 35;
  const auto in = numbers<float>(rows * columns, 13), upstream = numbers<float>(rows * columns, 14);
  floats out(in.size()), kept_out(in.size()), grad(in.size()), kept_grad(in.size());
  floats kept(rows * ogive::row_number_count<softmax>);
  map_rows<softmax>(as_rows(in, columns), as_rows(out, columns));
  map_rows<softmax>(as_rows(in, columns), as_rows(kept_out, columns), ogive::row_numbers(kept));
  CHECK(out == kept_out);
  backward_rows<softmax>(as_rows(in, columns), as_rows(upstream, columns), as_rows(grad, columns));
  backward_rows<softmax>(as_rows(in, columns), as_rows(upstream, columns), as_rows(kept_grad, columns),
                         ogive::row_numbers(kept));
  for (std::size_t i = 0; i != grad.size(); ++i) CHECK(kept_grad[i] == Approx(grad[i]).epsilon(1e-5).margin(1e-7));
  kept.pop_back();
  says(message_of<ogive::error>(
           [&] { map_rows<softmax>(as_rows(in, columns), as_rows(out, columns), ogive::row_numbers(kept)); }),
       {"row_numbers has " + std::to_string(kept.size()) + " elements and 5 rows keep"});
}

namespace {

/// Value and gradient in one call beside those of the two calls: of every size about a register, with rows apart.
template <auto F, class T>
void check_together() {
  for (const std::size_t columns : {1U, 2U, 3U, 5U, 8U, 10U, 16U, 17U, 35U}) {
    constexpr std::size_t rows = 3;
    CAPTURE(columns);
    const auto in = numbers<T>(rows * columns, 15), upstream = numbers<T>(rows, 16);
    auto target = numbers<T>(rows * columns, 17);
    std::vector<T> out(rows), together(rows), grad(in.size()), other(in.size());
    map_rows<F>(as_rows(in, columns), as_rows(target, columns), out);
    backward_rows<F>(as_rows(in, columns), as_rows(target, columns), upstream, as_rows(grad, columns),
                     as_rows(other, columns));
    ogive::map_rows_with_gradient<F>(as_rows(in, columns), as_rows(target, columns), upstream, together,
                                     as_rows(target, columns));  // the gradient into the memory of an input
    constexpr double digits = std::is_same_v<T, float> ? 2e-6 : 1e-14;
    for (std::size_t i = 0; i != rows; ++i) CHECK(together[i] == Approx(out[i]).epsilon(digits).margin(digits));
    for (std::size_t k = 0; k != grad.size(); ++k) CHECK(target[k] == Approx(grad[k]).epsilon(digits).margin(digits));
  }
}

}  // namespace

TEST_CASE("a loss and its gradient in one call are those of two") {
  check_together<ogive::activations::cross_entropy, float>();
  check_together<ogive::activations::cross_entropy, double>();
  check_together<distance, float>();
  check_together<distance, double>();
  const floats in{1, 2, 3};
  floats grad(3), one(1);
  const float upstream = 1;
  ogive::map_rows_with_gradient<ogive::activations::log_sum_exp>(in, upstream, one, grad);
  CHECK(one[0] == Approx(3.4076059644).epsilon(1e-6));
  CHECK(grad[2] == Approx(0.6652409558).epsilon(1e-6));
  floats wrong(2);
  says(message_of<ogive::error>(
           [&] { ogive::map_rows_with_gradient<distance>(as_rows(in, 3), as_rows(in, 3), wrong, one, as_rows(grad, 3)); }),
       {"ogive::map_rows_with_gradient<f>", "pass one element for each row"});
}
