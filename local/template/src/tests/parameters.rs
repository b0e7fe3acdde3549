//! Parameters, conditions, mistakes in the file itself.

use super::{Files, error_of, evaluate, message, resource};

fn with_parameter(declaration: &str) -> String {
    format!("Parameters: {{P: {declaration}}}\nResources: {{R: {{Type: 'Custom::R', Properties: {{V: !Ref P}}}}}}")
}

fn given(declaration: &str, value: &str) -> Result<String, String> {
    let mut files = Files::new(&[("template.yaml", &with_parameter(declaration))]);
    files.environment.parameters.insert("P".to_owned(), value.to_owned());
    let stack = files.load().map_err(message)?;
    Ok(resource(&stack, "R").properties["V"].to_string())
}

#[test]
fn overrides_win_over_defaults_and_are_checked() {
    assert_eq!(given("{Type: String, Default: a}", "b").unwrap(), "\"b\"");
    assert_eq!(given("{Type: Number}", "007").unwrap(), "\"007\"");
    assert_eq!(given("{Type: Number, MinValue: 1, MaxValue: 9}", "9").unwrap(), "9");
    for (declaration, value, reason) in [
        ("{Type: String, AllowedValues: [a, b]}", "c", "is not one of the allowed values a, b"),
        ("{Type: String, AllowedPattern: '[a-z]+'}", "a1", "does not match [a-z]+"),
        ("{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters please}", "1", "letters please"),
        ("{Type: String, MinLength: 2}", "a", "too short"),
        ("{Type: Number, MaxValue: 9}", "10", "above MaxValue"),
        ("{Type: Number}", "ten", "is not a number"),
        ("{Type: 'List<Number>'}", "1,x", "is not a number"),
        ("{Type: String, Colour: red}", "a", "Colour: is no property"),
    ] {
        let error = given(declaration, value).unwrap_err();
        assert!(error.starts_with("template.yaml: Parameters.P"), "{error}");
        assert!(error.contains(reason), "{declaration}: {error}");
    }
}

#[test]
fn a_parameter_without_value_or_declaration_is_refused() {
    assert!(error_of(&with_parameter("{Type: String}")).contains("has no default: give it a value"));
    let from_ssm = with_parameter("{Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}");
    assert!(error_of(&from_ssm).contains("comes from SSM"));
    let mut files = Files::new(&[("template.yaml", "Resources: {R: {Type: 'Custom::R'}}")]);
    files.environment.parameters.insert("Other".to_owned(), String::new());
    assert!(message(files.load().unwrap_err()).contains("Parameters.Other: is given a value"));
}

#[test]
fn conditions_leave_resources_and_outputs_out() {
    let stack = evaluate(
        "
Conditions:
  No: !Equals [a, b]
  Yes: !Not [!Condition No]
Resources:
  In: {Type: 'Custom::R', Condition: Yes}
  Out: {Type: 'Custom::R', Condition: No, Properties: {V: !Ref Nobody}}
Outputs:
  Shown: {Value: !Ref In}
  Hidden: {Value: !Ref Out, Condition: No}
",
    )
    .unwrap();
    let paths: Vec<_> = stack.resources.iter().map(|resource| resource.path.as_str()).collect();
    assert_eq!(paths, ["In"]);
    assert_eq!(stack.outputs.into_iter().collect::<Vec<_>>(), [("Shown".to_owned(), "trellis-In".to_owned())]);
}

#[test]
fn conditions_that_make_no_sense_are_refused() {
    let with = |conditions: &str| error_of(&format!("Conditions: {conditions}\nResources: {{R: {{Type: 'Custom::R', Condition: A}}}}"));
    assert!(
        with("{A: !Not [!Condition B], B: !Not [!Condition A]}").contains("circular dependency: condition A → condition B → condition A")
    );
    assert!(with("{A: !Equals [!Ref R, x]}").contains("cannot refer to the resource R"));
    assert!(with("{A: !Equals [a]}").contains("Conditions.A.Fn::Equals: must be a list of two values"));
    assert!(with("{A: !And [!Equals [a, a]]}").contains("must be a list of 2 to 10 conditions"));
    assert!(with("{A: yes}").contains("must be one condition function"));
    assert!(with("{}").contains("Resources.R.Condition: there is no condition A"));
}

#[test]
fn mistakes_in_the_file_are_named() {
    assert!(error_of("Resources: [").contains("template.yaml: is not valid YAML"));
    assert!(error_of("Resources: {A: 1, A: 2}").contains("duplicate entry"));
    assert!(error_of("[]").contains("must be a map of sections"));
    assert!(error_of("Resources: {}").contains("must declare a resource"));
    assert!(error_of("Ressources: {}").contains("Ressources: is no section"));
    assert!(error_of("Resources: {R: {Properties: {}}}").contains("Resources.R.Type: is required"));
    assert!(error_of("Resources: {R: {Type: 'Custom::R', Propertys: {}}}").contains("R.Propertys: is no property"));
    assert!(error_of("Globals: {Functions: {}}\nResources: {R: {Type: A}}").contains("Globals.Functions"));
    let missing = Files::new(&[]).load().unwrap_err();
    assert!(message(missing).contains("template.yaml: cannot be read"));
}

#[test]
fn secrets_are_resolved_by_name_arn_and_key() {
    let template = "
Resources:
  Secret: {Type: 'AWS::SecretsManager::Secret'}
  R:
    Type: Custom::R
    Properties:
      Plain: '<{{resolve:secretsmanager:trellis-Secret}}>'
      Key: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'
";
    let mut files = Files::new(&[("template.yaml", template)]);
    let error = files.load().unwrap_err();
    assert_eq!(error.missing_secret.as_deref(), Some("trellis-Secret"));
    let error = message(error);
    assert!(error.contains("Resources.R.Properties.") && error.contains("there is no secret trellis-Secret"), "{error}");
    files.environment.secrets.insert("trellis-Secret".to_owned(), r#"{"password": "p"}"#.to_owned());
    let stack = files.load().unwrap();
    assert_eq!(resource(&stack, "R").properties["Key"], "p");
    assert_eq!(resource(&stack, "R").properties["Plain"], r#"<{"password": "p"}>"#);
    files.environment.secrets.insert("trellis-Secret".to_owned(), "no json".to_owned());
    assert!(message(files.load().unwrap_err()).contains("is no JSON with the key password"));
    assert!(
        error_of("Resources: {R: {Type: 'Custom::R', Properties: {V: '{{resolve:ssm:a}}'}}}")
            .contains("is no reference to Secrets Manager")
    );
}
