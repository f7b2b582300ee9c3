// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Derivatives written by hand: the usual mistakes are found, each at its place and by its name, and right ones pass.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>
#include <ogive/verify.hpp>
#include <ogive/verify/json.hpp>

namespace {

using namespace ogive;
using namespace ogive::symbols;
namespace all = ogive::activations;

template <class T>
T logistic(T v) {
  return 1 / (1 + std::exp(-v));
}

const std::vector<wrong_stretch>& wrong(const report& r) { return r.derivatives.at(0).wrong; }

/// The stretch that holds x, which must be there.
wrong_stretch stretch_at(const report& r, double x) {
  INFO(to_text(r));
  for (const wrong_stretch& w : wrong(r)) {
    if (w.from <= x && x <= w.to) return w;
  }
  FAIL("nothing found at " << x);
  return {};
}

}  // namespace

TEST_CASE("right derivatives pass") {
  const auto sigmoid_slope = [](auto v) {
    const auto e = std::exp(-std::abs(v));
    return e / ((1 + e) * (1 + e));
  };
  const auto tanh_slope = [](double v) {
    const double e = std::exp(-2 * std::abs(v));
    return 4 * e / ((1 + e) * (1 + e));
  };
  const auto relu_slope = [](float v) { return v > 0 ? 1.0F : 0.0F; };
  for (const report& r :
       {verify<all::sigmoid>(sigmoid_slope), verify<all::tanh>(tanh_slope), verify<all::relu>(relu_slope),
        verify([](auto v) { return std::tanh(v); }, tanh_slope, {.low = -5, .high = 5}),
        verify([](auto v) { return std::max(v, decltype(v){0}); }, relu_slope)}) {
    INFO(to_text(r));
    CHECK(r.is_right());
  }
}

TEST_CASE("a wrong factor is found, with the factor") {
  const report r = verify<all::swish>(
      [](double v) {
        const double s = logistic(v);
        return 1.5 * (s + v * s * (1 - s));
      },
      {.low = -8, .high = 8});
  const wrong_stretch w = stretch_at(r, 1);
  CHECK_FALSE(r.is_right());
  CHECK(w.looks_like == mistake::factor);
  CHECK(w.ratio == Approx(1.5));
}

TEST_CASE("a wrong branch at a kink is found there") {
  const auto slope = [](double v) { return v > 0 ? 1.0 : v < 0 ? 0.01 : 2.0; };
  const report r = verify<all::leaky_relu>(slope);
  REQUIRE(r.kinks.size() == 1);
  CHECK(r.kinks[0].at == 0);
  CHECK(r.kinks[0].left == Approx(0.01));
  CHECK(r.kinks[0].right == 1);
  CHECK_FALSE(r.kinks[0].between);
  CHECK(stretch_at(r, 0).looks_like == mistake::not_between);
  CHECK(wrong(r).size() == 1);
  // the whole left branch
  const report left = verify<all::leaky_relu>([](double v) { return v > 0 ? 1.0 : 0.02; });
  CHECK(stretch_at(left, -3).looks_like == mistake::factor);
  CHECK(left.kinks[0].between);
}

TEST_CASE("cancellation in a tail is found where it begins to matter") {
  const report sigmoid = verify<all::sigmoid>([](float v) {
    const float s = logistic(v);
    return s * (1 - s);
  });
  CHECK(stretch_at(sigmoid, 17.5).looks_like == mistake::lost);
  CHECK(stretch_at(sigmoid, 17.5).derived == 0);
  for (const wrong_stretch& w : wrong(sigmoid)) CHECK((w.to < -80 || w.from > 5));
  const report tanh = verify<all::tanh>([](double v) {
    const double t = std::tanh(v);
    return 1 - t * t;
  });
  CHECK(stretch_at(tanh, 19.5).looks_like == mistake::lost);
  CHECK(stretch_at(tanh, -12).looks_like == mistake::lost);
}

TEST_CASE("a NaN is found at its first input") {
  const auto slope = [](float v) {
    const float positive = v > 0 ? 1.0F : 0.0F;
    return positive + (1 - positive) * std::exp(v);  // 0 · ∞ from 88.7 on
  };
  const report r = verify<all::elu>(slope);
  const wrong_stretch w = stretch_at(r, 95);
  CHECK(w.looks_like == mistake::not_a_number);
  CHECK(w.from > 88);
  CHECK(w.from < 90);
  const auto found = std::find_if(r.overflows.begin(), r.overflows.end(),
                                  [](const overflow_report& o) { return o.of == "f'" && o.at > 0; });
  REQUIRE(found != r.overflows.end());
  CHECK(found->at == Approx(88.7229).epsilon(1e-6));
  CHECK_FALSE(found->justified);
}

TEST_CASE("poles are found, and a function with one is not bounded") {
  const auto first = [](const report& r, const char* of, const char* in) {
    for (const overflow_report& o : r.overflows) {
      if (o.of == of && o.in == in && o.at >= 0) return o.at;
    }
    return -1.0;
  };
  const report inside = verify<1 / (x - 3)>({.points = 200, .samples = 200});
  CHECK(first(inside, "f", "double") == 3);
  CHECK_FALSE(inside.shape.bounded);
  CHECK(inside.is_right());
  const report at_0 = verify<1 / x>({.points = 200, .samples = 200});
  CHECK(first(at_0, "f", "double") == 0);
  CHECK(first(at_0, "f", "float") == 0);
  CHECK_FALSE(at_0.shape.bounded);
  const report zero = verify<x - 3>({.points = 200, .samples = 200});  // a zero is no pole
  CHECK(zero.overflows.empty());
  CHECK(verify<all::sigmoid>({.points = 200, .samples = 200}).shape.bounded);
}

TEST_CASE("the first overflow is found in both types") {
  const report r = verify<exp(x)>({.points = 200, .samples = 200});
  double in_float = 0, in_double = 0;
  for (const overflow_report& o : r.overflows) {
    if (o.of == "f") (o.in == "float" ? in_float : in_double) = o.at;
  }
  CHECK(in_float == Approx(88.72284).epsilon(1e-7));
  CHECK(in_double == Approx(709.7827129).epsilon(1e-9));
}

TEST_CASE("kinks are looked for along every input, and several inputs are measured") {
  const report r = verify<x * max(y, 0)>({.points = 200, .samples = 200});
  REQUIRE(r.kinks.size() == 1);
  CHECK(r.kinks[0].by == "y");
  CHECK(r.kinks[0].at == 0);
  CHECK(r.kinks[0].right == Approx(0.84375));
  REQUIRE(!r.accuracy.empty());
  const report gate = verify<x * sigmoid(x * y)>({.points = 200, .samples = 200});
  REQUIRE(gate.accuracy.size() == 3);
  for (const accuracy_report& a : gate.accuracy) CHECK((a.worst_ulp > 0 && a.worst_ulp < 4));
}

TEST_CASE("NaN for a special input is wrong where the value is a number, and a lost NaN is told") {
  const auto swish = [](double v) { return v == -std::numeric_limits<double>::infinity() ? 0.0 : v * logistic(v); };
  const auto slope = [](double v) { return logistic(v) + v * (logistic(v) * logistic(-v)); };  // −∞ · 0
  const report r = verify(swish, slope, {.low = -20, .high = 20});
  CHECK_FALSE(r.is_right());
  CHECK(to_text(r).find("f(-infinity) = 0, f' = NaN: NOT A NUMBER") != std::string::npos);
  const report lost = verify([](double v) { return v > 0 ? v : 0; }, [](double v) { return v > 0 ? 1.0 : 0.0; });
  CHECK(lost.is_right());
  CHECK_FALSE(lost.passes_nan);
  CHECK(to_text(lost).find("verdict: right, but NaN is lost") != std::string::npos);
}

TEST_CASE("where differences cannot tell, a derivative is right if it is a number") {
  constexpr auto cusp_of_second_order = x * sqrt(abs(x));
  const report right = verify<cusp_of_second_order>();
  INFO(to_text(right));
  CHECK(right.is_right());
  REQUIRE(right.kinks.size() == 1);
  CHECK_FALSE(right.kinks[0].sides_known);
  CHECK(right.kinks[0].chosen == 0);
  const report wrong_at_0 = verify<cusp_of_second_order>(
      [](double v) { return std::sqrt(std::abs(v)) + v * v / std::abs(v) / std::sqrt(std::abs(v)) / 2; });
  CHECK_FALSE(wrong_at_0.is_right());
  CHECK(stretch_at(wrong_at_0, 0).looks_like == mistake::not_a_number);
  CHECK_FALSE(wrong_at_0.kinks[0].between);
  CHECK(to_text(wrong_at_0).find("NOT A NUMBER") != std::string::npos);
}

TEST_CASE("code that is not ours is checked against its own differences") {
  const auto softplus = [](double v) { return std::log1p(std::exp(v)); };
  const report right = verify(softplus, [](double v) { return logistic(v); }, {.low = -20, .high = 20});
  INFO(to_text(right));
  CHECK(right.derivatives[0].wrong.empty());
  const report wrong_slope = verify(softplus, [](double v) { return logistic(-v); }, {.low = -20, .high = 20});
  CHECK(stretch_at(wrong_slope, 2).looks_like == mistake::different);
  const report kinked = verify([](auto v) { return std::abs(v - 1); }, [](double v) { return v < 1 ? -1.0 : 3.0; });
  CHECK(stretch_at(kinked, 40).looks_like == mistake::factor);
}

TEST_CASE("kinks of code that is not ours are found between the points") {
  const auto clipped = [](double v) { return std::min(std::max(v, 0.0), 6.0); };
  const auto slope = [](double at_six) {
    return [=](double v) { return v == 6 ? at_six : v > 0 && v < 6 ? 1.0 : 0.0; };
  };
  const report right = verify(clipped, slope(1)), wrong_at_6 = verify(clipped, slope(5));
  INFO(to_text(wrong_at_6));
  CHECK(right.is_right());
  CHECK_FALSE(wrong_at_6.is_right());
  REQUIRE(wrong_at_6.kinks.size() == 2);
  CHECK(wrong_at_6.kinks[0].at == 0);
  CHECK(wrong_at_6.kinks[1].at == 6);
  CHECK_FALSE(wrong_at_6.kinks[1].between);
  // a break of the second derivative is no kink, and no mistake
  const report smooth =
      verify([](double v) { return v > 0 ? v : std::expm1(v); }, [](double v) { return v > 0 ? 1 : std::exp(v); });
  CHECK(smooth.kinks.empty());
  CHECK(smooth.is_right());
}

TEST_CASE("smooth code that is not ours has no kinks, and is right") {
  const auto check = [](const char* name, auto value, auto slope) {
    const report r = verify(value, slope);
    INFO(name << ": " << to_text(r));
    CHECK(r.kinks.empty());
    CHECK(r.derivatives[0].wrong.empty());
  };
  check(
      "square", [](double v) { return v * v; }, [](double v) { return 2 * v; });
  check(
      "square in float", [](float v) { return v * v; }, [](float v) { return 2 * v; });
  check(
      "square in any type", [](auto v) { return v * v; }, [](double v) { return 2 * v; });
  check(
      "cube", [](double v) { return v * v * v; }, [](double v) { return 3 * v * v; });
  check(
      "odd square", [](double v) { return v * std::abs(v); }, [](double v) { return 2 * std::abs(v); });
  check(
      "squared relu", [](double v) { return v > 0 ? v * v : 0; }, [](double v) { return v > 0 ? 2 * v : 0; });
  check(
      "1 - cos", [](double v) { return 1 - std::cos(v); }, [](double v) { return std::sin(v); });
  check(
      "gaussian", [](double v) { return std::exp(-v * v); }, [](double v) { return -2 * v * std::exp(-v * v); });
  check(
      "tanh", [](double v) { return std::tanh(v); }, [](double v) { return 1 / std::cosh(v) / std::cosh(v); });
  const auto swish_slope = [](double v) {
    const double s = logistic(v);
    return s + v * s * (1 - s);
  };
  check(
      "swish", [](double v) { return v * logistic(v); }, swish_slope);
  const double root_2 = std::sqrt(2.0), density = 0.3989422804014327;
  check(
      "gelu", [=](double v) { return 0.5 * v * std::erfc(-v / root_2); },
      [=](double v) { return 0.5 * std::erfc(-v / root_2) + v * density * std::exp(-v * v / 2); });
  // and a mistake is still one
  CHECK_FALSE(verify([](double v) { return v * v; }, [](double v) { return v > 0 ? 2 * v : 1.9 * v; }).is_right());
}

TEST_CASE("bounded is said of the whole function, not of the range") {
  CHECK(verify<clamp(x, 0, 6)>({.low = -1, .high = 1}).shape.bounded);
  CHECK(verify<sqrt(1 - x * x)>({.low = -1, .high = 1}).shape.bounded);
  CHECK_FALSE(verify<log1p(abs(x))>({.low = -1, .high = 1}).shape.bounded);
}

TEST_CASE("a surrogate gradient is reported, and a wrong one of a formula") {
  constexpr auto surrogate = with_gradient(sign(x), x);
  CHECK_FALSE(verify<surrogate>().is_right());
  constexpr auto claim = with_gradient(square(x), x * x);
  CHECK(verify<claim>().is_right());
}

TEST_CASE("shape, range and special inputs are those of the mathematics") {
  const report tanh = verify<all::tanh>();
  CHECK(tanh.shape.increasing);
  CHECK(tanh.shape.bounded);
  CHECK(tanh.shape.steepest == Approx(1));
  CHECK(tanh.passes_nan);
  const report swish = verify<all::swish>({.low = -10, .high = 10});
  CHECK_FALSE(swish.shape.increasing);
  CHECK_FALSE(swish.shape.bounded);
  CHECK(swish.shape.least == Approx(-0.2784645427610738).epsilon(1e-4));
  CHECK(swish.shape.steepest == Approx(1.0998393194).epsilon(1e-4));
  CHECK(swish.accuracy.size() == 3);
  CHECK(verify<all::lisht>({.points = 100, .samples = 100}).shape.bounded == false);
}

TEST_CASE("reports print as text and as JSON that parses") {
  const report r =
      verify<all::elu>([](float v) { return v < 0 ? std::exp(v) : std::numeric_limits<float>::infinity(); },
                       {.points = 100, .samples = 100});
  CHECK(to_text(r).find("verdict: WRONG") != std::string::npos);
  const auto json = nlohmann::json::parse(to_json(r));
  CHECK(json["is_right"] == false);
  CHECK(json["derivatives"][0]["wrong"][0]["looks_like"] == "infinite");
  CHECK(json["kinks"].size() == r.kinks.size());
}
