// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// map, map_with_derivative and backward as they are called: several inputs, bindings, kinds of ranges, wrong calls, and
// that a call allocates nothing.
#include <array>
#include <cstdlib>
#include <new>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "kernel/allocations.hpp"
#include "messages.hpp"

using namespace ogive::symbols;
using ogive::activations::prelu;
using ogive::activations::swish;

TEST_CASE("every contiguous range of float or double will do") {
  const double array[3] = {-1, 0, 2};
  std::array<double, 3> out{};
  std::vector<double> vector(3);
  ogive::map<prelu>(array, out);
  CHECK(out == std::array<double, 3>{-0.25, 0, 2});
  ogive::map<prelu>(std::span<const double>(array), std::span(vector));
  CHECK(vector == std::vector<double>{-0.25, 0, 2});
  ogive::map<prelu>(std::vector<double>{-4}, std::span(vector).first(1));
  CHECK(vector[0] == -1);
}

TEST_CASE("a parameter is bound by name, else it has its initial value") {
  const std::array<float, 3> in{-1, -2, 3}, upstream{1, 10, 100};
  std::array<float, 3> out{}, slope{}, grad{};
  ogive::map<prelu>(in, out, param<"slope"> = 0.1F);
  CHECK(out == std::array<float, 3>{-0.1F, -0.2F, 3});
  ogive::map<prelu>(param<"slope"> = 0.2F, in, out);  // wherever it stands
  CHECK(out == std::array<float, 3>{-0.2F, -0.4F, 3});
  ogive::map_with_derivative<prelu>(in, out, slope, param<"slope"> = 0.5);
  CHECK(slope == std::array<float, 3>{0.5F, 0.5F, 1});
  const auto g = ogive::backward<prelu>(in, upstream, grad, param<"slope"> = 0.5F);
  CHECK(grad == std::array<float, 3>{0.5F, 5, 100});
  CHECK(g[param<"slope">] == -21);
}

TEST_CASE("a formula of several inputs takes and gives a range for each") {
  constexpr auto gate = x * sigmoid(x) * y;
  const std::array<double, 2> left{1, -2}, right{3, 5}, upstream{1, 2};
  std::array<double, 2> out{}, slope_x{}, slope_y{}, grad_x{}, grad_y{};
  ogive::map<gate>(left, right, out);
  ogive::map_with_derivative<gate>(left, right, out, slope_x, slope_y);
  ogive::backward<gate>(left, right, upstream, grad_x, grad_y);
  for (std::size_t i = 0; i != 2; ++i) {
    CHECK(out[i] == Approx(swish(left[i]) * right[i]));
    CHECK(slope_x[i] == Approx(derive(swish)(left[i]) * right[i]));
    CHECK(slope_y[i] == Approx(swish(left[i])));
    CHECK(grad_x[i] == Approx(upstream[i] * slope_x[i]));
    CHECK(grad_y[i] == Approx(upstream[i] * slope_y[i]));
  }
}

TEST_CASE("the gradient of a parameter is summed accurately and in a fixed order") {
  constexpr std::size_t n = 100003;
  std::vector<float> in(n), upstream(n, 1), grad(n);
  for (std::size_t i = 0; i != n; ++i) in[i] = -1.0F - static_cast<float>(i % 7) * 0.125F;
  const double exact = std::accumulate(in.begin(), in.end(), 0.0);
  const float once = ogive::backward<prelu>(in, upstream, grad)[param<"slope">];
  const float again = ogive::backward<prelu>(in, upstream, grad)[param<"slope">];
  CHECK(once == again);
  CHECK(once == Approx(exact).epsilon(1e-6));
}

TEST_CASE("a wrong call says what was called, what is wrong and what to do") {
  std::vector<float> five(5), four(4), block(12);
  CHECK(message_of<ogive::error>([&] { ogive::map<swish>(five, four); }) ==
        "ogive::map<f>(in..., out): argument 1 has 5 elements and argument 2 has 4; pass ranges of one length");
  CHECK(
      message_of<ogive::error>([&] { ogive::backward<swish>(five, five, four); }) ==
      "ogive::backward<f>(in..., upstream..., grad...): argument 1 has 5 elements and argument 3 has 4; pass ranges of "
      "one length");
  const std::span<float> all(block);
  CHECK(message_of<ogive::error>([&] { ogive::map<swish>(all.subspan(0, 8), all.subspan(4, 8)); }) ==
        "ogive::map<f>(in..., out): argument 1 and argument 2 overlap (8 elements each); an output may be the very "
        "memory of an "
        "input, or must lie apart");
  CHECK(message_of<ogive::error>([&] { ogive::map_with_derivative<swish>(five, block, block); }).find("elements") !=
        std::string::npos);
  CHECK(message_of<ogive::error>([&] { ogive::map_with_derivative<swish>(all, all, all); }).find("overlap") !=
        std::string::npos);
  CHECK(message_of<ogive::error>([&] { ogive::map<swish>(all, all); }) == "no error");
  CHECK(message_of<ogive::error>([&] { ogive::map<swish>(all.subspan(0, 4), all.subspan(4, 4)); }) == "no error");
}

TEST_CASE("a call allocates nothing") {
  std::vector<float> in(1000, 0.5F), upstream(1000, 1), out(1000), slope(1000), grad(1000);
  const int before = allocations;
  ogive::map<swish>(in, out);
  ogive::map_with_derivative<swish>(in, out, slope);
  ogive::backward<prelu>(in, upstream, grad, param<"slope"> = 0.1F);
  static_cast<void>(ogive::evaluate<swish>(in[3]));
  CHECK(allocations == before);
}
