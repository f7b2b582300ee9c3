// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What has become of each epoch, and the files that are told of it line by line. A line is written whole and at once,
// so that a crash leaves whole lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <ogive/nn/dense.hpp>
#include <ogive/nn/gradient_flow.hpp>

namespace mnist {

struct epoch_record {
  std::size_t epoch = 0;
  double loss = 0, accuracy = 0;  ///< on the training images, as they were met
  std::optional<double> validation_loss{}, validation_accuracy{};
  double rate = 0;
  double seconds = 0;
  std::vector<std::vector<double>> parameters{};  ///< of each layer's activation, those by channel as their mean
  std::vector<ogive::nn::layer_flow> flow{};      ///< of each layer, if somebody asked for it
};

void to_json(nlohmann::json& to, const epoch_record& record);
void from_json(const nlohmann::json& from, epoch_record& record);

/// The parameters of a layer's activation, those by channel as their mean.
std::vector<double> mean_parameters(const ogive::nn::dense_layer<float>& layer);

/// A number in the fewest digits that are exact.
std::string exact(double value);

/// A file of lines. Errors: `data_error` with the system's words.
class line_file {
 public:
  line_file() = default;
  line_file(const line_file&) = delete;
  line_file& operator=(const line_file&) = delete;
  ~line_file();

  /// An empty file of this name, whatever was there.
  void open(const std::string& file);
  /// What is there stays before what is appended.
  void open_at_end(const std::string& file);
  void append(const std::string& line);
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

 private:
  void open(const std::string& file, int flags);

  std::string file_{};
  int descriptor_ = -1;
};

/// --log and --csv.
class run_log {
 public:
  /// Both files begin with the history: that of the checkpoint, if a training goes on.
  void open(const std::string& json_lines, const std::string& table, const std::vector<epoch_record>& history);
  void append(const epoch_record& record);

 private:
  line_file json_lines_{}, table_{};
};

}  // namespace mnist
