// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Change one line and see what follows from it: the derivative as text, checked against differences; a plot; the
// speed of value and derivative over an array; the gradient of a parameter.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <ogive/ogive.hpp>

using namespace ogive::symbols;

// [new_activation]
constexpr auto mine = x * tanh(param<"scale">(1.0) * softplus(x));  // change this line
// [new_activation]

namespace {

/// The largest distance between the derived slope and central differences of the value, over smooth points.
double check_derivative() {
  double worst = 0;
  for (double at = -6.03; at < 6.1; at += 0.1) {
    const double step = 1e-4;
    const double difference = (8 * (ogive::evaluate<mine>(at + step) - ogive::evaluate<mine>(at - step)) -
                               (ogive::evaluate<mine>(at + 2 * step) - ogive::evaluate<mine>(at - 2 * step))) /
                              (12 * step);
    worst = std::max(worst, std::abs(difference - ogive::evaluate<derive(mine)>(at)));
  }
  return worst;
}

/// f as *, f' as ·, for x from −6 to 6.
void plot() {
  constexpr int width = 73, height = 17;
  constexpr double left = -6, right = 6, bottom = -1, top = 3;
  std::vector<std::string> canvas(height, std::string(width, ' '));
  const auto row = [&](double v) { return static_cast<int>(std::lround((top - v) / (top - bottom) * (height - 1))); };
  const auto put = [&](int column, double v, char mark) {
    if (row(v) >= 0 && row(v) < height)
      canvas[static_cast<std::size_t>(row(v))][static_cast<std::size_t>(column)] = mark;
  };
  for (int c = 0; c != width; ++c) {
    const double at = left + (right - left) * c / (width - 1);
    put(c, 0, '-');
    put(c, ogive::evaluate<derive(mine)>(at), '.');
    put(c, ogive::evaluate<mine>(at), '*');
  }
  for (const std::string& line : canvas) std::printf("  %s\n", line.c_str());
}

/// Nanoseconds for each element of value and derivative, in float, from the nearest cache.
double time_per_element() {
  const std::vector<float> in(4096, 0.5F);
  std::vector<float> out(in.size()), slope(in.size());
  double best = 1e9;
  for (int round = 0; round != 20; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i != 50; ++i) ogive::map_with_derivative<mine>(in, out, slope);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
    best = std::min(best, taken.count() / 50 / static_cast<double>(in.size()));
  }
  return best;
}

}  // namespace

int main() {
  std::printf("f(x)      = %s\nf'(x)     = %s\ndf/dscale = %s\n\n", ogive::text<mine>.data(),
              ogive::text<derive(mine)>.data(), ogive::text<derive(mine, wrt(param<"scale">))>.data());
  plot();

  const std::vector<float> in{-1, 0, 1, 2}, upstream(4, 1.0F);
  std::vector<float> grad(4);
  const auto gradients = ogive::backward<mine>(in, upstream, grad, param<"scale"> = 1.5F);
  std::printf("\nbackward with scale = 1.5: grad = %.4f %.4f %.4f %.4f, gradient of scale = %.4f\n",
              static_cast<double>(grad[0]), static_cast<double>(grad[1]), static_cast<double>(grad[2]),
              static_cast<double>(grad[3]), static_cast<double>(gradients[param<"scale">]));

  const double error = check_derivative();
  std::printf("derivative against differences: at most %.1e apart\n", error);
  std::printf("value and derivative: %.2f ns for each float\n", time_per_element());
  return error < 1e-8 ? EXIT_SUCCESS : EXIT_FAILURE;
}
