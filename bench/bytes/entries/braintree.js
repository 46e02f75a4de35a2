import dropin from 'braintree-web-drop-in';
import 'braintree-web-drop-in/dropin.css';

fetch('/client_token')
	.then((answer) => answer.text())
	.then((authorization) => dropin.create({ authorization, container: '#root' }));
