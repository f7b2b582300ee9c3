// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/history.hpp"

#include <cerrno>
#include <charconv>
#include <string_view>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <ogive/nn/file.hpp>

namespace mnist {
namespace {

namespace nn = ogive::nn;

constexpr const char* heading = "epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds";

std::string table_row(const epoch_record& r) {
  std::string row = std::to_string(r.epoch);
  const std::optional<double> loss = r.loss, accuracy = r.accuracy, rate = r.rate, seconds = r.seconds;
  for (const auto& value : {loss, accuracy, r.validation_loss, r.validation_accuracy, rate, seconds})
    row.append(",").append(value ? exact(*value) : std::string());
  return row;
}

}  // namespace

std::string exact(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::vector<double> mean_parameters(const nn::dense_layer<float>& layer) {
  std::vector<double> means;
  for (std::size_t p = 0; p != layer.parameters.rows(); ++p) {
    double sum = 0;
    for (std::size_t j = 0; j != layer.parameters.columns(); ++j) sum += static_cast<double>(layer.parameters(p, j));
    means.push_back(sum / static_cast<double>(layer.parameters.columns()));
  }
  return means;
}

void to_json(nlohmann::json& to, const epoch_record& r) {
  to = {{"epoch", r.epoch},
        {"loss", r.loss},
        {"accuracy", r.accuracy},
        {"learning_rate", r.rate},
        {"seconds", r.seconds}};
  if (r.validation_loss) to["validation_loss"] = *r.validation_loss;
  if (r.validation_accuracy) to["validation_accuracy"] = *r.validation_accuracy;
  if (!r.parameters.empty()) to["parameters"] = r.parameters;
  for (const nn::layer_flow& f : r.flow)
    to["flow"].push_back({{"output", f.output},
                          {"slope", f.slope},
                          {"delta", f.delta},
                          {"gradient", f.gradient},
                          {"weight", f.weight},
                          {"saturated", f.saturated},
                          {"dead", f.dead}});
}

void from_json(const nlohmann::json& from, epoch_record& r) {
  from.at("epoch").get_to(r.epoch);
  from.at("loss").get_to(r.loss);
  from.at("accuracy").get_to(r.accuracy);
  from.at("learning_rate").get_to(r.rate);
  from.at("seconds").get_to(r.seconds);
  if (from.contains("validation_loss")) r.validation_loss = from.at("validation_loss").get<double>();
  if (from.contains("validation_accuracy")) r.validation_accuracy = from.at("validation_accuracy").get<double>();
  if (from.contains("parameters")) from.at("parameters").get_to(r.parameters);
  for (const nlohmann::json& f : from.value("flow", nlohmann::json::array()))
    r.flow.push_back({.output = f.at("output").get<double>(),
                      .slope = f.at("slope").get<double>(),
                      .delta = f.at("delta").get<double>(),
                      .gradient = f.at("gradient").get<double>(),
                      .weight = f.at("weight").get<double>(),
                      .saturated = f.at("saturated").get<double>(),
                      .dead = f.at("dead").get<double>()});
}

line_file::~line_file() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void line_file::open(const std::string& file) { open(file, O_TRUNC); }
void line_file::open_at_end(const std::string& file) { open(file, 0); }

void line_file::open(const std::string& file, int flags) {
  file_ = file;
  descriptor_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0644);
  if (descriptor_ < 0) nn::detail::refuse_to_write(file, errno);
}

void line_file::append(const std::string& line) {
  const std::string whole = line + "\n";
  for (std::string_view rest = whole; !rest.empty();) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) nn::detail::refuse_to_write(file_, errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void run_log::open(const std::string& json_lines, const std::string& table, const std::vector<epoch_record>& history) {
  if (!json_lines.empty()) json_lines_.open(json_lines);
  if (!table.empty()) {
    table_.open(table);
    table_.append(heading);
  }
  for (const epoch_record& record : history) append(record);
}

void run_log::append(const epoch_record& record) {
  if (json_lines_.is_open()) json_lines_.append(nlohmann::json(record).dump());
  if (table_.is_open()) table_.append(table_row(record));
}

}  // namespace mnist
