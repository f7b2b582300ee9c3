// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A formula with two parameters learns them: targets are made with a slope of 0.1 and a sharpness of 3; gradient descent on
// the squared error finds both again. backward gives the gradients of the input and of the parameters in one pass.
#include <cmath>
#include <cstdio>
#include <vector>

#include <ogive/ogive.hpp>

using namespace ogive::symbols;

// [learnable]
constexpr auto gate = x * sigmoid(param<"sharpness">(1) * x) + param<"slope">(0) * x;
// [learnable]

int main() {
  std::vector<float> in(1000), target(in.size()), out(in.size()), upstream(in.size()), grad(in.size());
  for (std::size_t i = 0; i != in.size(); ++i) in[i] = static_cast<float>(i) / 125 - 4;
  ogive::map<gate>(in, target, param<"sharpness"> = 3.0f, param<"slope"> = 0.1f);

  // [descent]
  float sharpness = 1, slope = 0;
  for (int step = 0; step != 4000; ++step) {
    const auto bound_sharpness = param<"sharpness"> = sharpness;
    const auto bound_slope = param<"slope"> = slope;
    ogive::map<gate>(in, out, bound_sharpness, bound_slope);
    for (std::size_t i = 0; i != in.size(); ++i) upstream[i] = (out[i] - target[i]) / static_cast<float>(in.size());
    const auto g = ogive::backward<gate>(in, upstream, grad, bound_sharpness, bound_slope);
    sharpness -= 2 * g[param<"sharpness">];
    slope -= 0.2f * g[param<"slope">];
  }
  // [descent]
  std::printf("%s\nlearned: sharpness %.3f, slope %.4f\n", std::string(ogive::text<gate>).c_str(),
              static_cast<double>(sharpness), static_cast<double>(slope));
  return std::abs(sharpness - 3) < 0.05f && std::abs(slope - 0.1f) < 0.002f ? 0 : 1;
}
