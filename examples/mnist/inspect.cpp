// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <ogive/nn/model_file.hpp>
#include <ogive/nn/safetensors.hpp>

#include "mnist/commands.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

/// What the numbers of a tensor are like; only of those that are numbers here.
struct figures {
  double least = INFINITY, greatest = -INFINITY, mean = 0, deviation = 0;
  std::size_t not_finite = 0;
};

template <class T>
figures figures_of(const std::vector<T>& numbers) {
  figures f;
  double sum = 0, squares = 0;
  for (const T each : numbers) {
    const double value = static_cast<double>(each);
    if (!std::isfinite(value)) {
      ++f.not_finite;
      continue;
    }
    f.least = std::min(f.least, value);
    f.greatest = std::max(f.greatest, value);
    sum += value;
    squares += value * value;
  }
  const double n = static_cast<double>(numbers.size() - f.not_finite);
  f.mean = n == 0 ? NAN : sum / n;
  f.deviation = n == 0 ? NAN : std::sqrt(std::max(0.0, squares / n - f.mean * f.mean));
  return f;
}

}  // namespace

action add_inspect(CLI::App& command) {
  struct inspect_options {
    std::string file{};
    bool json = false;
  };
  const auto options = std::make_shared<inspect_options>();
  command.add_option("file", options->file, "a .safetensors file, of any program")->required();
  command.add_flag("--json", options->json, "nothing but one JSON object on standard output");
  return [options] {
    const nn::tensor_file content = nn::read_safetensors(options->file);
    nlohmann::json answer = {{"metadata", content.metadata}, {"tensors", nlohmann::json::object()}};
    if (!options->json) {
      for (const auto& [key, value] : content.metadata)
        std::printf("%s: %s\n", key.c_str(),
                    value.size() > 200 ? (value.substr(0, 200) + " …").c_str() : value.c_str());
      std::printf("\n%-24s %-5s %-14s %12s %12s %12s %12s\n", "tensor", "type", "shape", "least", "greatest", "mean",
                  "deviation");
    }
    for (const auto& [name, t] : content.tensors) {
      const bool is_float = t.type == "F32", is_known = is_float || t.type == "F64";
      const figures f = !is_known  ? figures{}
                        : is_float ? figures_of(nn::numbers_of<float>(t))
                                   : figures_of(nn::numbers_of<double>(t));
      if (options->json) {
        nlohmann::json& one = answer["tensors"][name] = {{"type", t.type}, {"shape", t.shape}};
        if (is_known)
          one.update({{"least", f.least},
                      {"greatest", f.greatest},
                      {"mean", f.mean},
                      {"deviation", f.deviation},
                      {"not_finite", f.not_finite}});
        continue;
      }
      std::printf("%-24s %-5s %-14s", name.c_str(), t.type.c_str(), nn::detail::shape_text(t.shape).c_str());
      if (is_known) std::printf(" %12.5g %12.5g %12.5g %12.5g", f.least, f.greatest, f.mean, f.deviation);
      if (f.not_finite != 0) std::printf("  %zu are not finite", f.not_finite);
      std::printf("\n");
    }
    if (options->json) std::printf("%s\n", answer.dump(2).c_str());
    return done;
  };
}

}  // namespace mnist
